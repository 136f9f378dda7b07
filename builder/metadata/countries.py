"""Countries by what people call them, and values that are read by the country their record names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import FieldType
from builder.metadata.values import Values

NAMES = """
AE|United Arab Emirates|UAE|阿联酋|阿聯|阿拉伯联合酋长国
AR|Argentina|阿根廷
AT|Austria|奥地利|奧地利|Österreich
AU|Australia|澳大利亚|澳大利亞|澳洲
BD|Bangladesh|孟加拉国|孟加拉
BE|Belgium|比利时|比利時
BN|Brunei|文莱|汶萊
BR|Brazil|Brasil|巴西
CA|Canada|加拿大
CH|Switzerland|瑞士|Schweiz|Suisse
CL|Chile|智利
CN|China|中国|中國|中华人民共和国|中華人民共和國|大陆|大陸|中国大陆|中國大陸|PRC|CHN|People's Republic of China
CO|Colombia|哥伦比亚|哥倫比亞
CZ|Czech Republic|Czechia|捷克
DE|Germany|Deutschland|德国|德國|GER|DEU
DK|Denmark|丹麦|丹麥
EG|Egypt|埃及
ES|Spain|España|西班牙
FI|Finland|芬兰|芬蘭
FR|France|法国|法國|FRA
GB|United Kingdom|UK|U.K.|Great Britain|Britain|England|Scotland|Wales|英国|英國|GBR
GR|Greece|希腊|希臘
HK|Hong Kong|香港|中国香港|中國香港|HKG
HU|Hungary|匈牙利
ID|Indonesia|印度尼西亚|印尼|印度尼西亞
IE|Ireland|爱尔兰|愛爾蘭
IL|Israel|以色列
IN|India|印度|IND
IT|Italy|Italia|意大利|義大利|ITA
JP|Japan|日本|JPN
KH|Cambodia|柬埔寨
KR|South Korea|Korea|Republic of Korea|韩国|韓國|南韩|南韓|KOR
LA|Laos|老挝|寮國
LK|Sri Lanka|斯里兰卡|斯里蘭卡
MM|Myanmar|缅甸|緬甸
MO|Macao|Macau|澳门|澳門|中国澳门|中國澳門|MAC
MX|Mexico|México|墨西哥
MY|Malaysia|马来西亚|馬來西亞
NG|Nigeria|尼日利亚|奈及利亞
NL|Netherlands|The Netherlands|Holland|荷兰|荷蘭
NO|Norway|挪威
NZ|New Zealand|新西兰|紐西蘭
PE|Peru|秘鲁|秘魯
PH|Philippines|菲律宾|菲律賓
PK|Pakistan|巴基斯坦
PL|Poland|波兰|波蘭
PT|Portugal|葡萄牙
RO|Romania|罗马尼亚|羅馬尼亞
RU|Russia|Russian Federation|俄罗斯|俄羅斯|RUS
SA|Saudi Arabia|沙特阿拉伯|沙特|沙烏地阿拉伯
SE|Sweden|瑞典
SG|Singapore|新加坡|SGP
TH|Thailand|泰国|泰國
TR|Turkey|Türkiye|土耳其
TW|Taiwan|台湾|台灣|臺灣|中国台湾|TWN
UA|Ukraine|乌克兰|烏克蘭
US|United States|United States of America|USA|U.S.|U.S.A.|America|美国|美國|美利坚合众国
VN|Vietnam|Viet Nam|越南
ZA|South Africa|南非
"""
"""Region, then what people call it: in English, in both kinds of Chinese, at home, in short."""


def region_of(name: str) -> str:
    """Return the ISO 3166 code of a country as people write it; empty for what is none that is known here."""
    return _regions().get("".join(name.casefold().split()), "")


@cache
def _regions() -> dict[str, str]:
    import phonenumbers

    found = {region.casefold(): region for region in phonenumbers.SUPPORTED_REGIONS}
    for line in NAMES.split("\n"):
        region, *names = line.split("|")
        found |= {"".join(name.casefold().split()): region for name in names}
    return found


class CountryReading:
    """Reads the fields of one entity whose values may mean something else in another country."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._read = [item for item in fields if type(item.type).in_country is not FieldType.in_country]
        self._say = [item for item in fields if type(item.type).country_of is not FieldType.country_of]
        self.applies = bool(self._read and self._say)

    def settle(self, given: Values, whole: Values) -> None:
        """Change, in place, values that are given with what the ``whole`` record says of its country."""
        asked = [item for item in self._read if given.get(item.id)]
        if not asked:
            return
        names = (item.type.country_of(whole[item.id]) for item in self._say if whole.get(item.id))
        region = next((region for name in names if (region := region_of(name))), "")
        for item in asked if region else ():
            given[item.id] = item.type.in_country(given[item.id], item, region)
