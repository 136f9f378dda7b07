"""Values of the measured records: the same for the same number, on every machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.sample_app import ACCOUNTS, CURRENCIES, GRADES, INDUSTRIES, REGIONS, SOURCES

_FAMILY = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"
_PLACE = ("上海", "北京", "深圳", "杭州", "苏州", "成都", "武汉", "南京", "青岛", "厦门", "大连", "无锡")
_WORD = ("远大", "华信", "金鼎", "东方", "瑞丰", "恒通", "天成", "博雅", "中科", "新宇", "汇能", "百川", "海天", "立业")
_TRADE = ("机械", "电子", "化工", "食品", "纺织", "软件", "物流", "医药", "建材", "新能源")
_NEED = "希望在本季度内替换现有系统，需要与财务和仓储对接，支持移动端审批与报表，并提供培训和两年维护。"
_FIRST_DAY = date(2025, 1, 1)
_FIRST_MOMENT = datetime(2025, 1, 1, tzinfo=UTC)


def mixed(number: int, salt: int) -> int:
    """Return a number below 2^32 that looks random: a finaliser of MurmurHash."""
    found = (number * 2_654_435_761 + salt * 40_503) & 0xFFFF_FFFF
    found = ((found ^ (found >> 16)) * 0x85EB_CA6B) & 0xFFFF_FFFF
    found = ((found ^ (found >> 13)) * 0xC2B2_AE35) & 0xFFFF_FFFF
    return found ^ (found >> 16)


def account_name(number: int) -> str:
    """Return the name of an account."""
    return f"{_PLACE[number % 12]}{_WORD[number // 12 % 14]}{_TRADE[number % 10]}集团{number:04d}"


def lead(number: int, accounts: list[int]) -> dict[str, Any]:
    """Return one lead as it goes over the wire: 20 values by API name. ``accounts`` are ids of records."""
    one, two, three = mixed(number, 1), mixed(number, 2), mixed(number, 3)
    moment = _FIRST_MOMENT + timedelta(seconds=three % 31_536_000)
    return {
        "code": f"LD-{number:08d}",
        "company_name": f"{_PLACE[one % 12]}{_WORD[one // 12 % 14]}{_TRADE[one // 168 % 10]}有限公司{two % 10_000:04d}",
        "contact_name": _FAMILY[two % 20] + _GIVEN[two // 20 % 24] + _GIVEN[two // 480 % 24],
        "mobile": f"+8613{one % 1_000_000_000:09d}",
        "email": f"contact{number}@company{two % 50_000}.example.com",
        "website": f"https://company{two % 50_000}.example.com/about",
        "core_need": f"{_NEED[: 20 + one % 30]}（{three % 10_000}）",
        "source": SOURCES[one // 7 % 12],
        "industry": INDUSTRIES[two // 11 % 20],
        "grade": GRADES[three // 13 % 4],
        "region": REGIONS[one // 17 % 34],
        "employees": three % 10_000,
        "score": f"{two % 100_000 / 100:.2f}",
        "expected_amount": {"amount": f"{one % 100_000_000 / 100:.2f}", "currency": CURRENCIES[three % 20 == 0]},
        "probability": str(two % 101),
        "purchase_by": (_FIRST_DAY + timedelta(days=one % 730)).isoformat(),
        "last_call_at": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "urgency": 1 + two % 5,
        "do_not_call": three % 7 == 0,
        "account": accounts[two % len(accounts)],
    }


def accounts() -> list[dict[str, Any]]:
    """Return all accounts as they go over the wire."""
    return [{"name": account_name(number)} for number in range(ACCOUNTS)]
