"""The characters that names, places, companies and headings are mostly made of, in Chinese, Japanese and Korean.

GB 2312, EUC-JP and EUC-KR use the same bytes, so that each of them decodes to characters of the other two, but hardly
ever to common ones: how many characters are familiar tells which of them was meant.
"""

from __future__ import annotations

from builder.runtime.spreadsheets.encoding_scores import decode_all_but_end

SIMPLIFIED = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手"
    "十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打"
    "便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市场应路通安司建原总设品数量单价格金额合计编号码称姓性别电话手"
    "邮箱址区县省镇街栋室层楼座州京沪津渝广深圳杭苏宁武汉南昌成沈阳济青岛福厦哈尔滨郑石庄太徽浙江湖河川陕甘肃贵云桂琼藏疆蒙龙吉林辽"
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦"
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超霞刚桂兰红玲辉鹏飞华建国玉梅鑫波斌宇浩凯健俊帆雪荣婷欣怡琳晓春玉文博志永嘉佳思雨子轩梓涵"
    "有限责任股份公司科技贸易商电子信息网络技术服务实业集团企工程材料机械设备制造汽车医药生物环保能源投资咨询管理文化传媒广告教育旅游酒店餐饮食物流运输建筑装饰"
    "客户联系负责销售采购订单合同付款发票日期状态类型来源备注说明级等标签重要回访跟进意向需求预算部门职位经理总监主任是否男女未已完待新旧红黄蓝绿黑白色型规材质"
    "硫酸铜钢铁铝氯化钠乙醇苯酚管阀件角板线油气煤甲丙丁"
)
"""Common in Chinese as it is written on the mainland."""
JAPANESE = frozenset(
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外"
    "最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百"
    "派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島"
    "直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤沢橋森池石井木林清渡辺佐伊加斎鈴松村岡崎原阪府神奈埼玉浜名古屋札幌福仙"
    "株商店製造建築設備運輸工業所様氏号番電話郵便住所顧客担当備考丁目町郡丸太郎花次美恵香奈由紀浩健一誠隆博和幸介真優斗翔陽菜愛結"
)
"""Common in Japanese, kana aside."""
HANGUL = frozenset(
    "이가다는을의에고지하사도기리나어은아대자로한일수인정시서해보제전를라그있부여구주만성원국과장게상동공들유조마소연경선무오물신문치안관생저것계회스비면세우교화야요니거"
    "모중모미방년산심점학내민행분용발호업개르년단진당위김박최강윤임권황송류홍백노양손배허남곽차현준영철희숙순옥자명석훈재승태혁민지혜은주예빈윤서하린우"
    "식회사주식울특별광역인천대구부산광주전세종경충청북남전라제시군구읍면동로길번길층호반도삼성엘자동차한국화금융보험건설물산상사통신기술연구소호텔병원약품식품"
    "이름화번호고객담당자연락처소비메일우편성별날짜가격수량합계메모등록취소완료매출입금예약품목코드분류상태중요남여"
)
"""Common syllables of Korean."""
KANA = frozenset(map(chr, range(0x3041, 0x30FF)))
FAMILIAR = {
    "gb18030": SIMPLIFIED,
    "euc_jp": JAPANESE | KANA,
    "cp932": JAPANESE | KANA,
    "cp949": HANGUL,
}
"""Encodings that are told from each other by what they make familiar."""


def familiar_parts(sample: bytes) -> dict[str, float]:
    """Return encoding → what part (0 to 1) of the letters beyond ASCII is familiar, where the sample can be read."""
    parts = {}
    for encoding, familiar in FAMILIAR.items():
        text = decode_all_but_end(sample, encoding) or ""
        letters = [sign for sign in text if sign > "\x7f" and sign.isalpha()]
        if letters:
            parts[encoding] = sum(sign in familiar for sign in letters) / len(letters)
    return parts
