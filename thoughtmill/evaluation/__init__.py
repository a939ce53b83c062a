"""A student and its base before and after: asked, checked, compared."""
