"""Sentences that only conclude or hesitate: "So it is 4. Thus, 4. Hmm, wait. Yes, it must be 4.", in ever other words.

One of them says little, a dozen in a row says nothing, unless there are new words or numbers in them: "Wait, let me
check 17 as well" brings something. So a run of them is a loop if they open in several ways and bring nothing new.
"""

import re

from thoughtmill.filters.repetition.repeated_sentences import sentences

RUN, WAYS, NEW = 16, 3, 0.12
"""Sentences in a row, different openings, and the share of words in the later half that may be new."""

_ENGLISH = (
    r"so+|thus|hence|therefore|in (?:conclusion|short|summary|other words|the end)|to (?:sum up|conclude|summari[sz]e)"
    r"|overall|consequently|accordingly|as a result|finally|clearly|indeed|again|this means|that (?:means|gives)|h+m+"
    r"|wait|but|actually|hold on|no|yes|yeah|yep|right|sure|okay|ok|well|oh|ah|maybe|perhaps|let me|let's"
    r"|i(?:'m| am) (?:sure|confident|certain)|i (?:think|guess|should|could|might|need)|(?:we|i) (?:get|conclude)"
    r"|the (?:final |correct |right )?(?:answer|result|solution|proof|claim)"
    r"|(?:this|that|it)(?:'s| is| must| completes| follows)|i'd (?:say|go)|q\.e\.d"
)
_CHINESE = (
    "所以|因此|于是|由此|综上|可见|总之|那么|没错|答案|也就是说|最后|最终|可以确定|我确定|显然|嗯|等等|等一下|等下|不对"
    "|不过|好|哦|啊|对|是|不|但|也许|或许|可能|让我|再|我们再|我再|总而言之|结论"
)
_OPENING = re.compile(
    rf"(?:and |but |oh,? |well,? |okay,? |ok,? )?(?P<how>(?:{_ENGLISH})\b|{_CHINESE})".encode(),
)
_TOKEN = re.compile(rb"[a-z]+|\d+|[\xe4-\xe9]..")
_KINDS = {b"yes": b"no", b"yeah": b"no", b"yep": b"no", b"ok": b"okay"}


def filler(passage: bytes) -> bytes | None:
    """A sentence of a run in which nothing is said, None if there is no such run."""
    run: list[bytes] = []
    ways: set[bytes] = set()
    seen: set[bytes] = set()
    for sentence in map(bytes.strip, sentences(passage.lower())):
        opening = _OPENING.match(sentence)
        if opening:
            run.append(sentence)
            how = opening["how"]
            ways.add(_KINDS.get(how, how.rstrip(b"o") if how.startswith(b"so") else how))
            if len(run) >= RUN and len(ways) >= WAYS and _is_old(run[-4 * RUN :]):
                return sentence
        elif sentence in seen and run:
            run.append(sentence)
        elif sentence:
            run, ways = [], set()
        seen.add(sentence)
    return None


def _is_old(run: list[bytes]) -> bool:
    half = len(run) // 2
    known = set(_TOKEN.findall(b" ".join(run[:half])))
    late = _TOKEN.findall(b" ".join(run[half:]))
    return sum(token not in known for token in late) < NEW * len(late)
