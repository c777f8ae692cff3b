"""Words of the bureau: who counts as working on cases, and the left menu."""

from dataclasses import dataclass
from datetime import date, datetime

from mingjing.foundation.people import Role
from mingjing.publicity.terms import ROUND_ROLES, VISIT_READERS
from mingjing.records.terms import WORKERS
from mingjing.records.terms.devices import EQUIPMENT_READERS

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
# 三员 never see what is in a case: every page with case content names CASE_ROLES or some of them.
CASE_ROLES = frozenset(Role) - ADMINISTRATORS
EVERYBODY = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the left menu; `under` lists further URL names that light it up."""

    name: str
    label: str
    icon: str
    roles: frozenset[Role] = EVERYBODY
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A titled part of the left menu."""

    label: str
    entries: tuple[Entry, ...]


# An entry whose page an installation does not have is left out.
MENU = (
    Group(
        "办案",
        (
            Entry("home", "我的待办", "list-task"),
            Entry("cases", "案件", "folder2-open", CASE_ROLES, ("case", "case_new")),
            Entry("reviews", "法制审核", "clipboard-check", CASE_ROLES - {Role.ARCHIVIST}, ("review",)),
            Entry("hearings", "听证", "mic", frozenset({Role.CHAIR, Role.HANDLER, Role.HEAD}), ("hearing",)),
            Entry("decisions", "待我决定", "journal-check", frozenset({Role.HEAD}), ("decision",)),
            Entry(
                "recordings",
                "音像记录",
                "camera-video",
                frozenset(WORKERS),
                ("recording", "recording_new", "recording_file", "recording_excuse", "recording_derive"),
            ),
            Entry("deposits", "存入的案卷", "link-45deg", frozenset(WORKERS), ("deposit", "deposit_file")),
            Entry(
                "equipment",
                "记录设备",
                "webcam",
                frozenset(EQUIPMENT_READERS),
                (
                    "device",
                    "device_new",
                    "device_take",
                    "device_return",
                    "device_check",
                    "device_move",
                    "room_new",
                    "room_close",
                ),
            ),
            Entry("archives", "档案", "archive", CASE_ROLES, ("archive",)),
        ),
    ),
    Group(
        "公示",
        (
            Entry(
                "publications",
                "执法公示",
                "megaphone",
                CASE_ROLES,
                (
                    "publication",
                    "publication_add",
                    "publication_attach",
                    "publication_correct",
                    "publication_withdraw",
                    "publication_call_back",
                    "publication_exempt",
                    "publication_resume",
                    "publication_republish",
                    "publication_repair",
                    "publication_press",
                    "attached_page",
                    "attached_drop",
                    "repair_decide",
                ),
            ),
            Entry(
                "lists",
                "事前公示",
                "card-checklist",
                CASE_ROLES,
                (
                    "list_kind",
                    "list_draft",
                    "list_draw",
                    "edition",
                    "edition_new",
                    "edition_again",
                    "edition_revise",
                    "edition_move",
                    "volume",
                    "staff",
                    "staffing",
                ),
            ),
            Entry("staffing", "公示分工", "people", frozenset({Role.SECURITY_ADMIN}), ("staff",)),
            Entry("visits", "入企检查", "geo-alt", frozenset(VISIT_READERS), ("visit", "visit_new", "visit_close")),
            Entry(
                "rounds",
                "评议、征求意见",
                "megaphone",
                frozenset(ROUND_ROLES),
                ("round", "round_new", "round_reply", "round_stop", "opinion"),
            ),
            Entry(
                "letters",
                "来信",
                "chat-square-text",
                frozenset({Role.PUBLICIST, Role.HEAD, Role.SUPERVISOR}),
                ("letter", "letter_answer"),
            ),
        ),
    ),
    Group(
        "报送",
        (
            Entry(
                "feeding",
                "外部登记",
                "download",
                frozenset({Role.PUBLICIST, Role.HEAD, Role.HANDLER}),
                ("feeding_new", "feeding_file", "feeding_sheet", "key_accept"),
            ),
            Entry(
                "channels",
                "公示渠道",
                "signpost-split",
                frozenset({Role.PUBLICIST, Role.HEAD, Role.SUPERVISOR, Role.SYSTEM_ADMIN}),
                ("channel_new", "channel_close", "channel_receipts", "delivery"),
            ),
            Entry(
                "credit",
                "信用公示",
                "file-earmark-check",
                frozenset({Role.PUBLICIST, Role.HEAD, Role.SUPERVISOR}),
                ("credit_item", "credit_ask", "credit_answer"),
            ),
            Entry("sheets", "双公示报送", "upload", frozenset({Role.PUBLICIST, Role.HEAD})),
        ),
    ),
    Group(
        "监督统计",
        (
            Entry(
                "supervision",
                "执法监督",
                "binoculars",
                frozenset({Role.SUPERVISOR, Role.HEAD}),
                ("refusals", "looks", "supervision_organ"),
            ),
            Entry(
                "orders",
                "督办",
                "flag-fill",
                frozenset({Role.SUPERVISOR, Role.HEAD, Role.REVIEWER}),
                ("order", "order_new", "order_move"),
            ),
            Entry(
                "annual",
                "统计年报",
                "journal-text",
                frozenset({Role.PUBLICIST, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR}),
                (
                    "annual_sign",
                    "quarter_sign",
                    "rollup_sign",
                    "report",
                    "report_receipt",
                    "sheet",
                    "sheet_new",
                    "sheet_outside",
                    "sheet_check",
                    "sheet_return",
                    "outsider_new",
                ),
            ),
        ),
    ),
    Group(
        "名录",
        (
            Entry("organs", "执法机关", "bank", EVERYBODY, ("organ", "organ_new", "organ_change", "organ_retire")),
            Entry(
                "officers",
                "执法人员",
                "person-badge",
                EVERYBODY,
                (
                    "officer",
                    "person_new",
                    "person_change",
                    "person_retire",
                    "qualification",
                    "role_grant",
                    "role_revoke",
                    "certificate_new",
                    "certificate_move",
                    "photo_set",
                    "photo_remove",
                ),
            ),  # fmt: skip
            Entry("card", "我的执法证", "person-circle", frozenset({Role.HANDLER, Role.EXAMINER}), ("card_print",)),
            Entry("parties", "当事人", "people", CASE_ROLES, ("party",)),
        ),
    ),
    Group(
        "依据",
        (
            Entry("laws", "法规库", "book", EVERYBODY, ("law", "article", "law_search", "cite")),
            Entry("matters", "事项与裁量基准", "diagram-3", EVERYBODY, ("matter",)),
            Entry("wordings", "用语指引", "chat-square-text", CASE_ROLES),
            Entry("calendar", "工作日历", "calendar3"),
        ),
    ),
    Group(
        "管理",
        (
            Entry("accounts", "账号", "key", ADMINISTRATORS, ("account_new", "account_reset", "account_move")),
            Entry("keys", "接口密钥", "link-45deg", ADMINISTRATORS, ("key_new", "key_revoke")),
            Entry("sign_ins", "登录失败", "lock-fill", ADMINISTRATORS - {Role.SYSTEM_ADMIN}, ("sign_in_release",)),
            Entry("contents", "存储核对", "check-circle-fill", frozenset({Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN})),
            Entry("audit", "审计日志", "clock-history", frozenset({Role.AUDIT_ADMIN})),
        ),
    ),
    Group("存证", (Entry("ledger", "留痕台账", "shield-check", EVERYBODY, ("ledger_entry",)),)),
)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One line of 我的待办: the case, why it waits, until when, and the one button that moves it on.

    `days` left (negative: overdue, None: no clock), `clock` the clock's name, `steps` the derivation of `due` in
    Chinese lines, `unit` what the days are, `action` the button's words.
    """

    number: str
    href: str
    title: str
    party: str
    stage: str
    why: str
    action: str
    action_href: str
    days: int | None = None
    due: date | datetime | None = None
    clock: str = ""
    provisional: bool = False
    paused: bool = False
    steps: tuple[str, ...] = ()
    unit: str = "天"


@dataclass(frozen=True, slots=True)
class Work:
    """我的待办: tabs as (key, label, count), the lines of the chosen tab, and keyset tokens."""

    tabs: tuple[tuple[str, str, int | None], ...] = (("todo", "待办", 0), ("done", "已办", None))
    items: tuple[WorkItem, ...] = ()
    next: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class SearchLine:
    """One line of a search answer: words, address, and a second line."""

    text: str
    href: str
    sub: str = ""
