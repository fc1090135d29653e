"""From letters to sounds: a guess at how an English word that no dictionary has is said.

A small set of rules in the manner of Elovitz et al. 1976, written for this program: the longest rule that
fits wins. Alignment forgives a wrong vowel, so the rules are few.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Letters -> phones. "^" marks the start of the word and "$" its end.
_RULES = """
^kn:N ^gn:N ^wr:R ^ps:S ^pn:N ^x:Z ^mc:M-AH-K ^y:Y ^wh:W ^who:HH-UW ^sch:SH ^ts:T-S ^re:R-IY ^a$:AH ^co:K-OW
tion:SH-AH-N sion:ZH-AH-N ssion:SH-AH-N cian:SH-AH-N tious:SH-AH-S cious:SH-AH-S tial:SH-AH-L cial:SH-AH-L
ture$:CH-ER tures$:CH-ER-Z ough:OW ought:AO-T aught:AO-T augh:AO igh:AY eigh:EY ight:AY-T gh:G ^gh:G
tch:CH ch:CH sh:SH ph:F th:TH dge:JH ck:K ng:NG ng$:NG nge:N-JH nk:NG-K qu:K-W que$:K sc:S-K sci:S-AY sce:S-EH
wh:W wr:R mb$:M bt$:T mn$:M gn$:N zz:Z bb:B cc:K cce:K-S-EH cci:K-S-IH dd:D ff:F gg:G jj:JH kk:K ll:L mm:M
nn:N pp:P rr:R ss:S tt:T vv:V
ce:S-EH ce$:S ces$:S-IH-Z ci:S-IH cy:S-IY cia:SH-AH ge:JH-EH ge$:JH ges$:JH-IH-Z gi:JH-IH gy:JH-IY gue$:G
ai:EY air:EH-R ay:EY au:AO aw:AO ea:IY ear:IH-R ee:IY eer:IH-R ei:IY ey$:IY ey:EY eu:UW ew:UW ia:IY-AH ie:IY
ie$:IY ied$:IY-D ies$:IY-Z ier$:IY-ER io:IY-OW oa:OW oe:OW oi:OY oo:UW ook:UH-K ood:UH-D oor:AO-R ou:AW
our:AO-R ous$:AH-S ow:OW own:AW-N oy:OY ue:UW ui:UW uy:AY ae:EY
ar:AA-R are$:EH-R er:ER er$:ER ere$:IH-R ir:ER ire$:AY-R or:AO-R or$:ER ore$:AO-R ur:ER ure$:Y-UH-R yr:IH-R
arr:EH-R err:EH-R irr:IH-R orr:AO-R urr:ER
al:AE-L all:AO-L al$:AH-L alk:AO-K le$:AH-L les$:AH-L-Z el$:AH-L en$:AH-N on$:AH-N an$:AH-N um$:AH-M us$:AH-S
man$:M-AH-N son$:S-AH-N ton$:T-AH-N able$:AH-B-AH-L ible$:AH-B-AH-L age$:IH-JH ment$:M-AH-N-T ness$:N-AH-S
ism$:IH-Z-AH-M ing$:IH-NG ings$:IH-NG-Z est$:AH-S-T ist$:IH-S-T ity$:AH-T-IY ly$:L-IY ed$:D ted$:T-IH-D
ded$:D-IH-D sed$:Z-D ked$:K-T ped$:P-T shed$:SH-T ched$:CH-T e$: es$:Z
a:AE b:B c:K d:D e:EH f:F g:G h:HH i:IH j:JH k:K l:L m:M n:N o:AA p:P q:K r:R s:S t:T u:AH v:V w:W x:K-S y:IH
z:Z a$:AH i$:IY o$:OW u$:UW y$:IY s$:Z ss$:S ts$:T-S ks$:K-S ps$:P-S fs$:F-S
ah$:AA eh$:EY oh$:OW uh$:AH ahn:AA-N ja:Y-AH
"""

#: Names of letters, for words without a vowel and abbreviations.
_NAMES = (
    "a:EY b:B-IY c:S-IY d:D-IY e:IY f:EH-F g:JH-IY h:EY-CH i:AY j:JH-EY k:K-EY l:EH-L m:EH-M n:EH-N o:OW "
    "p:P-IY q:K-Y-UW r:AA-R s:EH-S t:T-IY u:Y-UW v:V-IY w:D-AH-B-AH-L-Y-UW x:EH-K-S y:W-AY z:Z-IY"
)
_LONG = {"a": "EY", "e": "IY", "i": "AY", "o": "OW", "u": "UW", "y": "AY"}
_VOWELS = frozenset("aeiouy")


def _parse(text: str) -> dict[str, tuple[str, ...]]:
    pairs = (rule.split(":") for rule in text.split())
    return {letters: tuple(phones.split("-")) if phones else () for letters, phones in pairs}


_SOUNDS = _parse(_RULES)
_SPELLED = _parse(_NAMES)
_WIDEST = max(map(len, _SOUNDS))


@lru_cache(maxsize=4096)
def guess(word: str) -> tuple[str, ...]:
    """Phones of a word by rule; () where it has no letter a to z (accents are dropped)."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", word.lower()) if "a" <= letter <= "z")
    if plain and not _VOWELS & set(plain):
        return spelled(plain)
    marked = f"^{plain}$"
    phones: list[str] = []
    at = 1
    while at < len(marked) - 1:
        width, said = _at(marked, at)
        phones += said
        at += width
    return tuple(phone for place, phone in enumerate(phones) if place == 0 or phones[place - 1] != phone)


def spelled(letters: str) -> tuple[str, ...]:
    """Phones of an abbreviation said letter by letter: "BBC"."""
    return tuple(phone for letter in letters.lower() for phone in _SPELLED.get(letter, ()))


def _at(marked: str, at: int) -> tuple[int, tuple[str, ...]]:
    """How many letters are said together from `at` on, and how."""
    if _is_lengthened(marked, at):
        return 1, (_LONG[marked[at]],)
    for width in range(min(_WIDEST, len(marked) - at), 0, -1):
        piece = marked[at : at + width]
        if at == 1 and "^" + piece in _SOUNDS:
            return width, _SOUNDS["^" + piece]
        if piece in _SOUNDS:
            return len(piece.rstrip("$")), _SOUNDS[piece]
    return 1, ()


def _is_lengthened(marked: str, at: int) -> bool:
    """Whether the vowel at `at` stands before one consonant and a last e, as in "late" and "lates"."""
    rest = marked[at + 1 :]
    return (
        marked[at] in _LONG
        and marked[at - 1] not in _VOWELS
        and len(rest) > 2
        and rest[0] not in "aeiouyrwx"
        and rest[1:] in ("e$", "es$", "ed$")
    )
