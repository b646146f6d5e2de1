"""Words of clauses that date a text: "last updated on", 本政策自…起生效.

A clause dates its text where it has a date and a cue, no word of a promise, and hardly a word
besides those that such clauses are made of. A language without an entry is known by a `datetime`
attribute alone.
"""

from __future__ import annotations

import regex

# "This date is of the text itself."
CUE = regex.compile(
    r"更新|修订|修訂|生效|施行|发布|發布|公布|版本|制定|改定|改訂|最終|最后|最後|시행|개정|최종|"
    r"(?i:\b(?:effective|takes? effect|updated?|revised|revision|last|version|modified|dated|as of|"
    r"published|into force|in force|stand|gültig|in kraft|aktualisiert|fassung|zuletzt|version du|"
    r"en vigueur|mise? à jour|dernière|vigente|actualizad[oa]|última|vigore|aggiornamento|ultimo|"
    r"vigor|atualizad[oa]|действует|обновлен(?:[оа]|и[ея])?|вступает|вступлени[ея]|редакция)\b)|"
    r"تاريخ|آخر تحديث|سارية|نفاذ|تحديث|עודכן|תוקף"
)
EFFECTIVE = regex.compile(
    r"生效|施行|시행|سارية|السريان|نفاذ|"
    r"(?i:effective|takes? effect|into force|in kraft|gültig|en vigueur|vigente|vigore|"
    r"вступ(?:ает|лени)|действует)"
)
# A clause of a longer block dates the text only where it speaks of the text.
_OF_THE_TEXT = regex.compile(
    r"本(?:隐私|用户|服务|隱私|使用者)?(?:权|權)?"
    r"(?:政策|声明|聲明|协议|協議|条款|條款|通知|规则|規則|ポリシー|規約|方針)|"
    r"(?i:\b(?:this|these|the|our)\s+(?:\w+\s+){0,3}"
    r"(?:policy|notice|terms|agreement|statement|document)\b|"
    r"\b(?:diese|unsere)\w*\s+\w*(?:erklärung|richtlinie|bedingungen|hinweise)\b|"
    r"\b(?:cette|ces|la présente|nos)\s+(?:politique|conditions|déclaration|charte)\b|"
    r"\b(?:esta|estos|questa|esta|presente)\s+(?:política|términos|informativa|aviso)\b)|"
    r"(?:настоящ|эт)\w+\s+(?:политик|услови|соглашени)|(?:هذه|هذا)\s+(?:السياسة|الشروط|البيان|الإشعار)|"
    r"プライバシー(?:ポリシー|通知)|이\s*(?:방침|약관)"
)
# What a promise bounded by a date is about; a mere date line has none of it.
_PROMISE = regex.compile(
    r"费|費|价|價|优惠|優惠|截止|到期|届满|屆滿|之前|以前|日前|以后|之后|以後|之後|以降|まで|料金|価格|キャンペーン|注册|註冊|登録|까지|"
    r"(?i:\b(?:fees?|price[sd]?|pay\w*|offer\w*|discount\w*|end(?:s|ed|ing)?|expir\w+|until|till|before|after|"
    r"deadline|register\w*|trial|users? who|those who|"
    r"gebühr\w*|preis\w*|angebot\w*|endet|enden|bis|vor|nach|zahl\w*|registrier\w*|"
    r"tarifs?|prix|offres?|expire\w*|jusqu|avant|après|paie\w*|frais|inscri\w+|"
    r"precio\w*|oferta\w*|hasta|antes|después|"
    r"цен\w+|плат\w+|до|после)\b)"
)
_DATING = regex.compile(
    # Chinese, Japanese, Korean: pieces of words
    r"隐私|隱私|权|權|個人|个人|信息|资料|資料|数据|保护|保護|政策|声明|聲明|用户|使用者|服务|服務|协议|協議|条款|條款|"
    r"规则|規則|通知|公告|版本|版|最后|最後|最近|上次|当前|更新|修订|修訂|修改|生效|施行|发布|發布|公布|制定|日期|时间|時間|"
    r"开始|開始|正式|实施|實施|[本该此起于於自从從由为為是的并並及和已经經日次新被]|"
    r"プライバシー|ポリシー|規約|利用|方針|改定|改訂|最終|発効|公開|発行|現在|適用|効力|有効|および|から|より|され|ます|まし|この|"
    r"[にはがをのしてるた]|시행|개정|최종|개인정보|처리방침|약관|일자|부터|되었습니다|됩니다|적용|본|이|은|는|에|일|"
    # by whole words
    r"(?i:\b(?:this|these|the|our|its|of|on|in|and|is|was|were|are|been|has|have|as|from|since|with|"
    r"effects?|effective|takes?|took|comes?|came|into|force|updated?s?|last|latest|current(?:ly)?|"
    r"revised|revisions?|versions?|v|modified|amended|dated?s?|published|posted|issued|replaces|"
    r"supersedes|previous|appl(?:y|ies|icable)|valid|policy|privacy|notice|terms|services?|use|"
    r"conditions|agreement|statement|document|cookies?|legal|"
    r"diese[rsnm]?|die|der|das|den|dem|unsere[rsn]?|stand|gültig|gilt|gelten|ab|seit|am|vom|zum|"
    r"wurden?|ist|sind|zuletzt|letzte[rsn]?|aktualisier(?:t|ung)|geändert|änderung|überarbeitet|fassung|"
    r"kraft|tritt|treten|getreten|veröffentlicht|und|mit|wirkung|datum|agb|"
    r"\w*(?:erklärung|richtlinie|bedingungen|hinweise)|datenschutz\w*|"
    r"l|d|la|le|les|du|des|de|au|cette|ces|présentes?|notre|nos|politique|confidentialité|générales|"
    r"utilisation|vente|déclaration|charte|a|à|été|est|sont|mises?|jour|entr(?:e|ent|ée)|en|vigueur|"
    r"depuis|dès|compter|dernière|modifiées?|modification|et|applicables?|publiées?|valables?|"
    r"esta|este|estos|el|los|política|privacidad|términos|condiciones|aviso|se|ha|sido|fue|"
    r"actualizad[oa]s?|actualización|última|fecha|entran?|vigor|vigente|vigencia|desde|partir|del|y|"
    r"versión|il|gli|dal|è|stat[oa]|informativa|aggiornat[oa]|aggiornamento|ultimo|vigore|"
    r"настоящ\w+|эт\w+|политик\w+|конфиденциальности|услови\w+|соглашени\w+|обновл\w+|вступ\w+|в|силу|"
    r"действует|с|от|редакция|дата|последн\w+|года|г|и)\b)|"
    r"(?:تاريخ|آخر|تحديث|تم|هذه|السياسة|الشروط|الخصوصية|في|و?تسري|سارية|السريان|نفاذ|اعتبار\w*|من)"
)
# What may be left of letters: a company's or a document's name. One Han or kana weighs like three.
_NAME = 24
_NAME_AMONG_OTHERS = 16


def dates_only(rest: str, *, is_alone: bool) -> bool:
    """Whether what a clause says beside its dates does nothing but date the text.

    `is_alone` says that there is little else in its block; a clause among others must speak of the
    text ("this policy was updated on").
    """
    if _PROMISE.search(rest):
        return False
    if is_alone and sum(map(str.isalpha, rest)) <= 2:
        return True
    if not CUE.search(rest) or not (is_alone or _OF_THE_TEXT.search(rest)):
        return False
    unknown = (character for character in _DATING.sub("", rest) if character.isalpha())
    weight = sum(3 if character > "\u2e80" else 1 for character in unknown)
    return weight <= (_NAME if is_alone else _NAME_AMONG_OTHERS)
