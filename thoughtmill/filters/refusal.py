"""A teacher that declines to answer; only where no reference can find it out."""

import re

from thoughtmill.filters.contract import Reason, Rejection, Subject, span

SENTENCES = 2
"""In which a refusal begins; what is told later on, in a story say, is none."""
BEGINNING = 400
"""Characters of these sentences at most."""
SHORT = 320
"""An answer that says "as an AI …" and then goes on for longer is an answer."""

_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
_UNABLE = (
    r"\bI(?:'m| am)? ?(?:can(?:'t|not| not)|won't|will not"
    r"|(?:unable|not able|not allowed|not permitted|not comfortable)(?: to)?"
    r"|(?:must|have to) (?:\w+ly )?(?:decline|refuse)(?: to)?|(?:do not|don't) feel comfortable)"
    r"(?: in good conscience)?"
)
"""Of the speaker: I'm not able to, I cannot."""
_REFUSED = re.compile(
    rf"{_UNABLE} (?:(?:provid(?:e|ing))\b(?! for)|(?:assist|fulfil+|comply)(?:ing)?\b"
    r"|(?:help|helping)(?: you)?(?: (?:with|to)\b|[.,!]|\s*\Z)"
    r"|(?:answer|do|discuss|write|writing|create|creating|generate|support|continue|share|engage|offer|give|produce"
    r"|complete|participate|access)(?: you)?(?: (?:with|in|on|about))?"
    r" (?:that|this|these|those|such|any|the (?:request|question|task)|requests?|questions?|content|harmful|explicit"
    r"|illegal)\b)"
    r"|\bI (?:must|have to|need to|will have to) (?:respectfully |politely )?(?:decline|refuse)"
    r"(?: (?:this|that|your|to|the request)\b|[.,!]|\s*\Z)"
    r"|\bI (?:do not|don't) have (?:access to|the ability|enough information)"
    r"|\bI am an? AI\b[^.]{0,40} do(?: not|n't) (?:condone|promote|encourage)"
    r"|\b(?:this|that|your) (?:request|question) (?:violates|goes against|is against|is not something I)"
    r"|\bit(?:'s| is) (?:(?:not|never) (?:appropriate|ethical|acceptable|respectful)|inappropriate|unethical)\b"
    r"[^.,]{0,40}? to (?:discuss|provide|suggest)\b"
    r"|(?:抱歉|对不起|很遗憾|不好意思)[^。\n]{0,24}(?:不能|无法|没办法|不便|不会)[^。\n]{0,10}"
    r"(?:回答|提供|协助|帮助|帮你|帮您|满足|完成|讨论|生成|继续|处理|回复|给出|写|参与|做)"
    r"|(?:^|[。，\n])(?:我|作为[^。\n]{0,20}我)(?:无法|不能|没办法|不便|拒绝)(?:回答|提供|协助|帮助|帮你|帮您|满足|完成|讨论|生成|给出|参与)"
    r"|(?:^|[。，])(?:无法|不能)(?:回答|提供|协助|满足)(?:你的|您的|这个|该|此|这类|相关)"
    r"|\bLo siento,? (?:pero )?no puedo (?:ayudar|responder|proporcionar|cumplir|hacer|continuar|generar|escribir)"
    r"|\bNo puedo (?:ayudarte|ayudarle|ayudar con|responder a (?:eso|esa|esta)|proporcionar (?:esa|información))"
    r"|\b(?:Je suis (?:vraiment )?désolée?|Désolée?),? (?:mais )?je ne peux pas (?:vous |t'|y |te )?(?:aider|répondre"
    r"|fournir|faire|continuer|satisfaire)"
    r"|\bJe ne peux pas (?:vous aider|répondre à (?:cette|votre)|fournir (?:ce|cette|ces|d'info))"
    r"|\b(?:Es tut mir leid|Tut mir leid|Entschuldigung|Leider),? (?:aber )?(?:dabei |das |damit )?"
    r"(?:ich )?kann (?:ich )?(?:Ihnen |dir |euch )?(?:dabei |damit |das |diese (?:Frage|Anfrage) |darauf )*"
    r"(?:leider )?(?:nicht|keine)\b[^.\n]{0,40}(?:helfen|beantwort|erfüll|geben|bereitstell|unterstütz)"
    r"|\bIch kann (?:Ihnen|dir) (?:dabei|damit|bei dieser Anfrage) (?:leider )?nicht (?:helfen|weiterhelfen)",
    re.IGNORECASE,
)
_AS_AN_AI = re.compile(
    r"\bas an? (?:AI|artificial intelligence|(?:large )?language model)(?: (?:language )?(?:model|assistant))?"
    r"(?:,| I\b)[^.\n]{0,80}"
    r"\b(?:can(?:'t|not)|do(?:n't| not)|unable|not able)"
    r"|作为(?:一个|一名)?(?:AI|人工智能|语言模型|大模型)[^。\n]{0,30}(?:不能|无法|没有|不具备)"
    r"|\bComo (?:una? )?(?:IA|modelo de lenguaje|inteligencia artificial)\b[^.\n]{0,60}\bno (?:puedo|tengo)"
    r"|\bEn tant qu(?:e|')\s?(?:IA|intelligence artificielle|modèle de langage)\b[^.\n]{0,60}\bje ne (?:peux|suis)"
    r"|\bAls (?:KI|Sprachmodell|künstliche Intelligenz)\b[^.\n]{0,60}\b(?:nicht|keine)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\s*(?:#|\*\*|subject:|betreff|asunto|objet|dear\b|hi\b|hello\b|liebe|sehr geehrte|querid|estimad|cher|bonjour"
    r"|尊敬的|亲爱的|[\"“'‘「『«„>—-])",
    re.IGNORECASE,
)
"""Beginnings of letters, of headed texts and of speech: who declines there is somebody in the text."""
_QUOTED = '"“‘「『«„'


class Refusal:
    """Rejects an answer that begins by declining. A refusal told of later on, in a story say, is none."""

    name = "refusal"
    version = "3"
    reasons = (Reason.REFUSAL,)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        if subject.verifier is not None or subject.parts is None:
            return None
        found = refused(subject.parts.answer)
        return Rejection(Reason.REFUSAL, span(found)) if found else None


def refused(answer: str) -> str | None:
    """How an answer declines, None if it does not."""
    told = answer[: 2 * BEGINNING].replace("’", "'").strip()
    head = " ".join(_SENTENCES.split(told)[:SENTENCES])[:BEGINNING]
    if _TOLD.match(head):
        return None
    found = _REFUSED.search(head)
    if found is None and len(answer) < SHORT:
        found = _AS_AN_AI.search(head)
    if found is None or any(mark in head[: found.start()] for mark in _QUOTED):
        return None
    return found.group()
