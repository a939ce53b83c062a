"""A teacher that declines to answer; only where no reference can find it out."""

import re

from thoughtmill.filters.contract import Reason, Rejection, Subject, span

BEGINNING = 260
"""Characters in which a refusal begins; what is told later on, in a story say, is none."""
SHORT = 320
"""An answer that says "as an AI …" and then goes on for longer is an answer."""

_OBJECT = (
    r"(?: you)?(?: (?:with|to|in|on|about))?(?: (?:that|this|these|those|such|any|your|the (?:request|question|task)"
    r"|requests?|questions?|information|instructions|advice|assistance|content|details|further|harmful|explicit|illegal"
    r"|medical|legal|financial|personal|real-time|or|and)\b|[.,!;\n]|\s*\Z)"
)
_REFUSED = re.compile(
    r"\bI(?:'m| am)?(?: (?:really|truly|very|so|just|simply|afraid|sorry|but|that|I))*,?(?: but)?(?: I(?:'m| am)?)?"
    r" ?(?:can(?:'t|not| not)|won't|will not|(?:am )?(?:unable|not able|not allowed|not permitted|not comfortable)"
    r"(?: to)?|must (?:decline|refuse)(?: to)?|have to (?:decline|refuse)(?: to)?|(?:do not|don't)"
    r" feel comfortable)"
    r" ?(?:in good conscience )?(?:(?:help|helping|assist|assisting|answer|answering|provide|providing|fulfil+|comply|"
    r"complete|write|writing|create|creating|generate|do|discuss|support|continue|share|engage|offer|give|produce|accommodate"
    r"|participate|access|browse|open|view|see)" + _OBJECT + r"|[.,])"
    r"|\bI (?:must|have to|need to|will have to) (?:respectfully |politely )?(?:decline|refuse)"
    r"(?: (?:this|that|your|to|the request)\b|[.,!]|\s*\Z)"
    r"|\bI don't have (?:access to|the ability|enough information)"
    r"|\b(?:this|that|your) (?:request|question) (?:violates|goes against|is against|is not something I)"
    r"|\b(?:sorry|apologi[sz]e|apologies)[^.\n]{0,40}\b(?:can't|cannot|unable to|not able to)"
    r" (?:help|assist|answer|comply|fulfil+|do that|provide|generate|create|continue|discuss|engage)" + _OBJECT + r""
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
    version = "2"
    reasons = (Reason.REFUSAL,)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        if subject.verifier is not None or subject.parts is None:
            return None
        found = refused(subject.parts.answer)
        return Rejection(Reason.REFUSAL, span(found)) if found else None


def refused(answer: str) -> str | None:
    """How an answer declines, None if it does not."""
    head = answer[:BEGINNING].replace("’", "'")
    if _TOLD.match(head):
        return None
    found = _REFUSED.search(head)
    if found is None and len(answer) < SHORT:
        found = _AS_AN_AI.search(head)
    if found is None or any(mark in head[: found.start()] for mark in _QUOTED):
        return None
    return found.group()
