"""What commands say when all went well, in the three languages; refusals are worded by builder/messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.messages import locale_for

PHRASES: Mapping[str, tuple[str, str, str]] = {
    "set_up": (
        "已创建管理员 {email} 和工作区 {workspace}。",
        "已建立管理員 {email} 與工作區 {workspace}。",
        "Created administrator {email} and workspace {workspace}.",
    ),
    "running": (
        "Formloom 已启动：{address}（按 Ctrl+C 停止）",
        "Formloom 已啟動：{address}（按 Ctrl+C 停止）",
        "Formloom runs at {address} (press Ctrl+C to stop)",
    ),
    "stopped": ("已停止。", "已停止。", "Stopped."),
    "installed": ("已安装应用 {name}。", "已安裝應用程式 {name}。", "Installed app {name}."),
    "samples_added": (
        "已加入 {records} 条示例记录。",
        "已加入 {records} 筆範例記錄。",
        "Added {records} sample records.",
    ),
    "samples_removed": (
        "已移除 {removed} 条示例记录，保留 {kept} 条（有人修改过或正在使用）。",
        "已移除 {removed} 筆範例記錄，保留 {kept} 筆（有人修改過或正在使用）。",
        "Removed {removed} sample records; {kept} stay, as people changed or use them.",
    ),
    "published": (
        "已发布修订 {revision}，更改 {changes} 处。",
        "已發佈修訂 {revision}，變更 {changes} 處。",
        "Published revision {revision} with {changes} changes.",
    ),
    "nothing_changed": ("没有更改。", "沒有變更。", "Nothing changed."),
    "values_do_not_fit": (
        "字段 {field} 有 {count} 个值不符合新类型，将变为空：{values}",
        "欄位 {field} 有 {count} 個值不符合新類型，將變為空白：{values}",
        "{count} values of the field {field} do not fit its new type and become blank: {values}",
    ),
    "checked": ("没有问题，更改 {changes} 处。", "沒有問題，變更 {changes} 處。", "No problems, {changes} changes."),
    "imported": (
        "新建 {created}，更新 {updated}，失败 {failed}，跳过 {skipped}。",
        "新增 {created}，更新 {updated}，失敗 {failed}，略過 {skipped}。",
        "created {created}, updated {updated}, failed {failed}, skipped {skipped}.",
    ),
    "unchanged": (
        "跳过的行中有 {unchanged} 行与已有记录相同。",
        "略過的列中有 {unchanged} 列與現有資料相同。",
        "Of the skipped rows {unchanged} were in their records already.",
    ),
    "change_set": ("变更集：{change_set}", "變更集：{change_set}", "Change set: {change_set}"),
    "options_added": ("新增了 {options} 个选项。", "新增了 {options} 個選項。", "Added {options} options."),
    "options_stay": (
        "这次导入新增的 {options} 个选项会保留。",
        "這次匯入新增的 {options} 個選項會保留。",
        "The {options} options that this import added stay.",
    ),
    "failed_row": ("第 {row} 行：{reason}", "第 {row} 列：{reason}", "Row {row}: {reason}"),
    "more_failed": (
        "还有 {count} 行失败；用 --failed-rows 文件名 可得到全部及原因。",
        "還有 {count} 列失敗；用 --failed-rows 檔名 可得到全部及原因。",
        "{count} more rows failed; --failed-rows FILE writes all of them with the reasons.",
    ),
    "failed_rows": ("失败的行：{path}", "失敗的列：{path}", "Failed rows: {path}"),
    "importing": ("正在导入…", "正在匯入…", "Importing…"),
    "importing_of": (
        "正在导入：{done} / {total} 行（{percent}%）",
        "正在匯入：{done} / {total} 列（{percent}%）",
        "Importing: {done} of {total} rows ({percent}%)",
    ),
    "exported": ("已导出 {rows} 条记录：{path}", "已匯出 {rows} 筆記錄：{path}", "Exported {rows} records: {path}"),
    "exporting": ("正在导出…", "正在匯出…", "Exporting…"),
    "exporting_of": (
        "正在导出：{done} / {total} 条（{percent}%）",
        "正在匯出：{done} / {total} 筆（{percent}%）",
        "Exporting: {done} of {total} records ({percent}%)",
    ),
    "cancelling": ("正在取消…", "正在取消…", "Cancelling…"),
    "undone": (
        "已恢复 {restored} 条记录，冲突 {conflicts} 条。",
        "已還原 {restored} 筆記錄，衝突 {conflicts} 筆。",
        "Took back {restored} records; {conflicts} conflicts.",
    ),
    "would_undo": (
        "可恢复 {restored} 条记录，冲突 {conflicts} 条。",
        "可還原 {restored} 筆記錄，衝突 {conflicts} 筆。",
        "Would take back {restored} records; {conflicts} conflicts.",
    ),
    "member_added": (
        "已添加{name}。把这个链接发给对方，到 {expires_at} 为止有效，只能用一次：\n{url}",
        "已新增{name}。把這個連結傳給對方，到 {expires_at} 為止有效，只能用一次：\n{url}",
        "{name} was added. Send them this link; it works once, until {expires_at}:\n{url}",
    ),
    "member_link": (
        "把这个链接发给对方，到 {expires_at} 为止有效，只能用一次：\n{url}",
        "把這個連結傳給對方，到 {expires_at} 為止有效，只能用一次：\n{url}",
        "Send them this link; it works once, until {expires_at}:\n{url}",
    ),
    "member_disabled": ("已停用{name}。", "已停用{name}。", "{name} was disabled."),
    "member_enabled": ("已恢复{name}。", "已恢復{name}。", "{name} is back."),
    "more": ("还有更多记录。", "還有更多記錄。", "There are more records."),
}
ORDER = ("zh-CN", "zh-TW", "en")


def locale_of(environ: Mapping[str, str]) -> str:
    """Return the language of the terminal from LC_ALL, LC_MESSAGES or LANG; English for C and unknown ones."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "").partition(".")[0].partition("@")[0]
        if value:
            return locale_for(value) or "en"
    return "en"


def phrase(name: str, locale: str, /, **params: Any) -> str:
    """Return a phrase in a language."""
    return PHRASES[name][ORDER.index(locale)].format(**params)
