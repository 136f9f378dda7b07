"""Currencies by their codes of ISO 4217: those in use, and those that went lately and stand in older amounts."""

from __future__ import annotations

_IN_USE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY
COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UYW UZS VED VES
VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_GONE = """
ANG ATS BEF BGN BYR CUC CYP DEM EEK ESP FIM FRF GHC GRD HRK IEP ITL LTL LUF LVL MRO MTL MZM NLG PTE ROL SIT SKK SLL
STD TRL VEB VEF ZMK ZWD ZWL
"""
CURRENCIES = frozenset(_IN_USE.split()) | frozenset(_GONE.split())
"""Codes of three letters. Metals, codes for tests and the code for no currency are none."""

_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
WITHOUT_MINOR_UNIT = frozenset(_WHOLE.split())
"""Currencies of which ISO 4217 knows no smaller unit: what is paid in them is a whole number."""


def is_currency(code: object) -> bool:
    """Whether a code names a currency."""
    return isinstance(code, str) and code in CURRENCIES
