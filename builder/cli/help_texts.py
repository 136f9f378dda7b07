"""What ``--help`` says, in Chinese: by the English text, which stands where a command is declared."""

from __future__ import annotations

from collections.abc import Mapping

HEADINGS: Mapping[str, tuple[str, str]] = {
    "Usage": ("用法", "用法"),
    "Options": ("选项", "選項"),
    "Commands": ("命令", "指令"),
}
REMARKS: Mapping[str, tuple[str, str]] = {
    "[required]": ("[必填]", "[必填]"),
    "[default: ": ("[默认：", "[預設："),
    "; required]": ("；必填]", "；必填]"),
}
TEXTS: Mapping[str, tuple[str, str]] = {
    "Formloom · 织表: build forms, lists and whole business apps without code. Settings come from the environment: "
    "DATABASE_URL, BUILDER_DATA_DIR (default ./data), HOST, PORT, BUILDER_BASE_URL. Exit codes: 0 done, 1 failed, "
    "2 wrong usage, 3 partly failed.": (
        (
            "Formloom · 织表：不写代码，搭建表单、列表和整套业务应用。\n\n"
            "设置取自环境变量： DATABASE_URL、BUILDER_DATA_DIR（默认 ./data）、HOST、PORT、BUILDER_BASE_URL。 "
            "退出码：0 完成，1 失败，2 用法有误，3 部分失败。"
        ),
        (
            "Formloom · 織表：不寫程式，打造表單、清單和整套業務應用程式。\n\n"
            "設定取自環境變數： DATABASE_URL、BUILDER_DATA_DIR（預設 ./data）、HOST、PORT、BUILDER_BASE_URL。 "
            "結束代碼：0 完成，1 失敗，2 用法有誤，3 部分失敗。"
        ),
    ),
    "Show the version and exit.": ("显示版本。", "顯示版本。"),
    "Show this message and exit.": ("显示这份说明。", "顯示這份說明。"),
    "List and invite the people of a workspace, make links for passwords, let people go.": (
        "列出和邀请工作区的成员，生成设置密码的链接，停用成员。",
        "列出和邀請工作區的成員，產生設定密碼的連結，停用成員。",
    ),
    "List members by name.": ("按姓名列出成员。", "依姓名列出成員。"),
    "In name or address.": ("在姓名或邮箱中查找。", "在姓名或電子郵件中尋找。"),
    "Only these.": ("只列出这些。", "只列出這些。"),
    "Invite the person NAME; tells the link by which they join.": (
        "邀请 NAME 加入，并给出加入用的链接。",
        "邀請 NAME 加入，並給出加入用的連結。",
    ),
    "To sign in with.": ("用它登录。", "用它登入。"),
    "To sign in with, for who has no mailbox.": (
        "用它登录，适合没有邮箱的人。",
        "用它登入，適合沒有電子郵件的人。",
    ),
    "API name of a role; may be repeated.": ("角色的 API 名称，可以写多次。", "角色的 API 名稱，可以寫多次。"),
    "May do everything.": ("可以做一切。", "可以做一切。"),
    "Make a link by which WHO (an address, a mobile number or a user name) joins or sets a new password.": (
        "为 WHO（邮箱、手机号或用户名）生成链接，用来加入或设置新密码。",
        "為 WHO（電子郵件、手機號碼或使用者名稱）產生連結，用來加入或設定新密碼。",
    ),
    "Let WHO go: from the next request on they reach nothing in the workspace.": (
        "停用 WHO：从下一次请求起，对方不能再进入这个工作区。",
        "停用 WHO：從下一次請求起，對方不能再進入這個工作區。",
    ),
    "Take WHO back, with the place and roles they had.": (
        "恢复 WHO，部门和角色不变。",
        "恢復 WHO，部門和角色不變。",
    ),
    "Export, check and publish apps.": ("导出、检查和发布应用。", "匯出、檢查和發佈應用程式。"),
    "Tell every problem of the documents in FILE, and what publishing them would change.": (
        "指出 FILE 中文档的全部问题，以及发布它们会更改什么。",
        "指出 FILE 中文件的全部問題，以及發佈它們會變更什麼。",
    ),
    "Problem that is accepted: option_in_use lets options go that records have chosen.": (
        "接受这种问题：option_in_use 表示删除仍有记录在用的选项。",
        "接受這種問題：option_in_use 表示刪除仍有資料在用的選項。",
    ),
    "Workspace; optional when there is only one.": ("工作区；只有一个时可省略。", "工作區；只有一個時可省略。"),
    "App; optional when names are clear without it.": (
        "应用；名称没有歧义时可省略。",
        "應用程式；名稱沒有歧義時可省略。",
    ),
    "Act as this person; default: the first administrator.": (
        "以此人的身份执行；默认为第一位管理员。",
        "以此人的身分執行；預設為第一位管理員。",
    ),
    "Answer in JSON, errors too.": ("以 JSON 回答，错误也是。", "以 JSON 回答，錯誤也是。"),
    "Write the documents of an app to FILE; - is the standard output.": (
        "把应用的文档写入 FILE；- 表示标准输出。",
        "將應用程式的文件寫入 FILE；- 表示標準輸出。",
    ),
    "Publish the documents in FILE: those with known names replace, others join.": (
        "发布 FILE 中的文档：已有的名称被替换，其余的加入。",
        "發佈 FILE 中的文件：已有的名稱被取代，其餘的加入。",
    ),
    "What this revision is about.": ("这次修订的说明。", "這次修訂的說明。"),
    "Revision that the change was made upon: refused when the app was published since.": (
        "更改所依据的修订：之后若有人发布过，则拒绝。",
        "變更所依據的修訂：之後若有人發佈過，則拒絕。",
    ),
    "Write records of ENTITY to FILE (.xlsx or .csv), as far as the person may see and export them. Ctrl+C cancels "
    "the export and leaves no file.": (
        "把 ENTITY 的记录写入 FILE（.xlsx 或 .csv），限此人可见且可导出的。\n\n按 Ctrl+C 取消导出，不留下文件。",
        "將 ENTITY 的資料寫入 FILE（.xlsx 或 .csv），限此人可見且可匯出的。\n\n按 Ctrl+C 取消匯出，不留下檔案。",
    ),
    "Name, id or label of a view: its filter, order and columns.": (
        "视图的名称、id 或标签：采用它的筛选、排序和列。",
        "檢視的名稱、id 或標籤：採用它的篩選、排序和欄。",
    ),
    'A condition, e.g. \'{"field": "status", "op": "eq", "value": "new"}\'.': (
        '条件，例如 \'{"field": "status", "op": "eq", "value": "new"}\'。',
        '條件，例如 \'{"field": "status", "op": "eq", "value": "new"}\'。',
    ),
    "Fields to sort by, separated by commas; -FIELD is descending.": (
        "排序的字段，以逗号分隔；-FIELD 为降序。",
        "排序的欄位，以逗號分隔；-FIELD 為降冪。",
    ),
    "Fields to write; default: the columns of the view, else all.": (
        "要写出的字段；默认为视图的列，没有视图则为全部。",
        "要寫出的欄位；預設為檢視的欄，沒有檢視則為全部。",
    ),
    "Quick search.": ("快速搜索。", "快速搜尋。"),
    "A csv without the mark by which spreadsheet programs know UTF-8.": (
        "csv 开头不加表格软件用来识别 UTF-8 的标记。",
        "csv 開頭不加試算表軟體用來辨識 UTF-8 的標記。",
    ),
    "Import the rows of FILE (csv, xlsx, xls, ods) as records of ENTITY. Exit code 0 when all rows went in, 3 when "
    "some failed, 1 when none did. Ctrl+C cancels the import after the rows at hand and says what is there already; "
    "`builder undo` takes that back.": (
        (
            "把 FILE（csv、xlsx、xls、ods）的各行导入为 ENTITY 的记录。\n\n"
            "退出码：全部导入为 0，部分失败为 3，全部失败为 1。"
            " 按 Ctrl+C 在处理完手头的行之后取消，并说明已导入多少； 用 `builder undo` 可撤销。"
        ),
        (
            "將 FILE（csv、xlsx、xls、ods）的各列匯入為 ENTITY 的資料。\n\n"
            "結束代碼：全部匯入為 0，部分失敗為 3，全部失敗為 1。"
            " 按 Ctrl+C 在處理完手邊的列之後取消，並說明已匯入多少； 用 `builder undo` 可復原。"
        ),
    ),
    "JSON file that says which column goes where.": (
        "说明每一列导入到哪里的 JSON 文件。",
        "說明每一欄匯入到哪裡的 JSON 檔案。",
    ),
    "Update the record with the same value in this field, else create.": (
        "此字段的值相同的记录被更新，没有则新建。",
        "此欄位的值相同的資料被更新，沒有則新增。",
    ),
    "Encoding of a text file, such as gb18030; default: the one found.": (
        "文本文件的编码，例如 gb18030；默认自动识别。",
        "文字檔的編碼，例如 big5；預設自動辨識。",
    ),
    "What parts the values of a text file: one character, or tab.": (
        "文本文件中值之间的分隔符：一个字符，或 tab。",
        "文字檔中值之間的分隔符號：一個字元，或 tab。",
    ),
    "The sheet of a workbook; default: the first that holds a table.": (
        "工作簿中的工作表；默认为第一张含表格的。",
        "活頁簿中的工作表；預設為第一張含表格的。",
    ),
    "Whether the first row holds names; default: as found.": (
        "第一行是否为列名；默认自动识别。",
        "第一列是否為欄名；預設自動辨識。",
    ),
    "Write the rows that failed, with reasons, to this csv or xlsx file.": (
        "把失败的行和原因写入这个 csv 或 xlsx 文件。",
        "將失敗的列和原因寫入這個 csv 或 xlsx 檔案。",
    ),
    'Create the first administrator and the workspace "main". Only once: exit code 1 when there is one.': (
        "创建第一位管理员和工作区“main”。只能一次：已有时退出码为 1。",
        "建立第一位管理員和工作區「main」。只能一次：已有時結束代碼為 1。",
    ),
    "E-mail address of the first administrator.": ("第一位管理员的电子邮箱。", "第一位管理員的電子郵件地址。"),
    "Their password; better given as BUILDER_ADMIN_PASSWORD, which other processes cannot list.": (
        "其密码；最好用环境变量 BUILDER_ADMIN_PASSWORD，其他进程看不到。",
        "其密碼；最好用環境變數 BUILDER_ADMIN_PASSWORD，其他處理程序看不到。",
    ),
    "Their name as others see it.": ("其他人看到的姓名。", "其他人看到的姓名。"),
    "Name of the first workspace.": ("第一个工作区的名称。", "第一個工作區的名稱。"),
    "Show records of ENTITY.": ("显示 ENTITY 的记录。", "顯示 ENTITY 的資料。"),
    "Fields to show; default: all.": ("要显示的字段；默认为全部。", "要顯示的欄位；預設為全部。"),
    "Records at most.": ("最多多少条记录。", "最多多少筆資料。"),
    "Only the exact number of records.": ("只要记录的准确条数。", "只要資料的準確筆數。"),
    "Only the number of records by this field.": ("只要按此字段统计的条数。", "只要依此欄位統計的筆數。"),
    "Start the web server and the worker, and print the address once it answers. Any address but this machine's own "
    "needs BUILDER_BASE_URL (https). Exit code 1 when the data directory is in use by another server, the port is "
    "taken, or the server cannot start.": (
        (
            "启动网页服务和后台进程，就绪后显示地址。\n\n监听本机以外的地址时需要 BUILDER_BASE_URL（https）。"
            " 数据目录被另一个服务占用、端口被占用或无法启动时，退出码为 1。"
        ),
        (
            "啟動網頁服務和背景處理程序，就緒後顯示位址。\n\n接聽本機以外的位址時需要 BUILDER_BASE_URL（https）。"
            " 資料目錄被另一個服務占用、連接埠被占用或無法啟動時，結束代碼為 1。"
        ),
    ),
    "Address to listen at; default: HOST, else 127.0.0.1.": (
        "监听的地址；默认取 HOST，否则为 127.0.0.1。",
        "接聽的位址；預設取 HOST，否則為 127.0.0.1。",
    ),
    "Port; default: PORT, else 8000.": (
        "端口；默认取 PORT，否则为 8000。",
        "連接埠；預設取 PORT，否則為 8000。",
    ),
    "List, install and clone templates, add and remove their sample data.": (
        "列出、安装和克隆模板，加入和移除示例数据。",
        "列出、安裝和複製範本，加入和移除範例資料。",
    ),
    "Add the sample company of its template to the installed app APP.": (
        "为已安装的应用 APP 加入其模板的示例公司。",
        "為已安裝的應用程式 APP 加入其範本的範例公司。",
    ),
    "Make another app of the template NAME, or else of the installed app NAME, with ids of its own.": (
        "用模板 NAME（没有则用已安装的应用 NAME）另建一个应用，有自己的 id。",
        "用範本 NAME（沒有則用已安裝的應用程式 NAME）另建一個應用程式，有自己的 id。",
    ),
    "API name of the new app; default: NAME_2, NAME_3 …": (
        "新应用的 API 名称；默认为 NAME_2、NAME_3 …",
        "新應用程式的 API 名稱；預設為 NAME_2、NAME_3 …",
    ),
    "Its label; default: the label of the original.": (
        "新应用的标签；默认与原来的相同。",
        "新應用程式的標籤；預設與原來的相同。",
    ),
    "Add records to try it with.": ("加入可供试用的记录。", "加入可供試用的資料。"),
    "Install the template NAME as an app.": ("把模板 NAME 安装为应用。", "將範本 NAME 安裝為應用程式。"),
    "List the templates that can be installed.": ("列出可以安装的模板。", "列出可以安裝的範本。"),
    "Take the sample company away from APP. Exit code 3 when something stays: what people made or changed.": (
        "从 APP 移除示例公司。有人新建或改过的会保留，此时退出码为 3。",
        "從 APP 移除範例公司。有人新增或改過的會保留，此時結束代碼為 3。",
    ),
    "Take the changes of CHANGE_SET back. Exit code 3 when some could not be.": (
        "撤销 CHANGE_SET 的更改。有些无法撤销时，退出码为 3。",
        "復原 CHANGE_SET 的變更。有些無法復原時，結束代碼為 3。",
    ),
    "check: only tell; all: everything or nothing; rest: what is possible.": (
        "check：只说明；all：全部或全不；rest：能撤销的都撤销。",
        "check：只說明；all：全部或全不；rest：能復原的都復原。",
    ),
    "Run background jobs until SIGTERM or Ctrl+C. Several may share a PostgreSQL database.": (
        "运行后台任务，直到 SIGTERM 或 Ctrl+C。多个进程可以共用一个 PostgreSQL 数据库。",
        "執行背景工作，直到 SIGTERM 或 Ctrl+C。多個處理程序可以共用一個 PostgreSQL 資料庫。",
    ),
    "End when this process is no longer the parent.": (
        "此进程不再是父进程时结束。",
        "此處理程序不再是父處理程序時結束。",
    ),
}
