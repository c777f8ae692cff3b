"""The left menu of the bureau."""

from dataclasses import dataclass

from mingjing.foundation.people import Role
from mingjing.inspections.terms import READERS as DRAW_READERS
from mingjing.organs.terms.seals import SEAL_READERS
from mingjing.publicity.terms import ROUND_ROLES, VISIT_READERS
from mingjing.records.terms import WORKERS
from mingjing.records.terms.devices import EQUIPMENT_READERS
from mingjing.records.terms.filings import DRAFTERS, FORM_READERS
from mingjing.records.terms.links import ASKERS
from mingjing.records.terms.papers import PAPER_READERS
from mingjing.sites.bureau.terms import ADMINISTRATORS, CASE_ROLES, EVERYBODY
from mingjing.sites.bureau.terms.under import (
    ARCHIVE_PAGES,
    BENCHMARK_PAGES,
    CAP_PAGES,
    CASE_PAGES,
    CLASS_PAGES,
    COUNSEL_PAGES,
    DRAW_PAGES,
    EQUIPMENT_PAGES,
    GUIDING_PAGES,
    LIABILITY_PAGES,
    LIST_PAGES,
    LODGING_PAGES,
    OFFICER_PAGES,
    OUTSIDE_PAGES,
    PUBLICATION_PAGES,
    SCHEME_PAGES,
    YEAR_PLAN_PAGES,
)


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


REVIEWING = frozenset({Role.REVIEWER, Role.HEAD, Role.SUPERVISOR})
# An entry whose page an installation does not have is left out.
MENU = (
    Group(
        "办案",
        (
            Entry("home", "我的待办", "list-task"),
            Entry(
                "cases",
                "案件",
                "folder2-open",
                CASE_ROLES,
                CASE_PAGES,
            ),
            Entry("hearings", "听证", "mic", frozenset({Role.CHAIR, Role.HANDLER, Role.HEAD}), ("hearing",)),
            Entry("decisions", "待我决定", "journal-check", frozenset({Role.HEAD}), ("decision",)),
            Entry(
                "applications",
                "网上申请",
                "file-earmark-text",
                frozenset({Role.HANDLER, Role.HEAD, Role.PUBLICIST}),
                ("application", "application_move"),
            ),
        ),
    ),
    Group(
        "法制审核",
        (
            Entry(
                "reviews",
                "法制审核",
                "clipboard-check",
                CASE_ROLES - {Role.ARCHIVIST},
                ("review", "review_request_new", "review_request_move", "outside_review"),
            ),
            Entry("outside_drafts", "外部送审", "upload", CASE_ROLES - {Role.ARCHIVIST}, OUTSIDE_PAGES),
            Entry(
                "disputes",
                "审核分歧",
                "chat-square-text",
                frozenset({Role.HANDLER, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR}),
                ("dispute", "dispute_route_new"),
            ),
            Entry(
                "not_major",
                "非重大认定",
                "slash-circle",
                frozenset({Role.HANDLER, Role.EXAMINER, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR}),
                ("not_major_new",),
            ),
            Entry(
                "major_catalogue",
                "重大执法决定目录",
                "card-checklist",
                (CASE_ROLES - {Role.ARCHIVIST}) | {Role.PUBLICIST, Role.SUPERVISOR},
                ("major_catalogue_new", "major_catalogue_below", "guidance_new", "guidance_answer"),
            ),
            Entry(
                "material_lists",
                "送审材料清单",
                "list-task",
                frozenset({Role.HANDLER, Role.EXAMINER, *REVIEWING}),
                ("material_list", "material_list_new", "material_list_move"),
            ),
            Entry(
                "review_staff",
                "审核力量",
                "people",
                REVIEWING,
                ("review_body_new", "review_body_publish", "review_training_new", "review_training_void"),
            ),
            Entry("counsel", "法律顾问", "person-badge", REVIEWING, COUNSEL_PAGES),
        ),
    ),
    Group(
        "记录",
        (
            Entry(
                "recordings",
                "音像记录",
                "camera-video",
                frozenset(WORKERS),
                (
                    "recording",
                    "recording_new",
                    "recording_file",
                    "recording_excuse",
                    "recording_derive",
                    "recording_transcribe",
                ),
            ),
            Entry("deposits", "存入的案卷", "link-45deg", frozenset(WORKERS), ("deposit", "deposit_file")),
            Entry("equipment", "记录设备", "webcam", frozenset(EQUIPMENT_READERS), EQUIPMENT_PAGES),
            Entry(
                "papers",
                "纸质件",
                "file-earmark-check",
                frozenset(PAPER_READERS),
                ("scan", "paper", "paper_assign", "paper_set_aside"),
            ),
            Entry("calling", "调阅检索", "search", CASE_ROLES),
            Entry(
                "readings",
                "查阅",
                "person-badge",
                frozenset({*ASKERS, Role.HEAD, Role.SUPERVISOR}),
                ("reading_new", "reading_grant", "reading_decide", "reading_link", "reading_revoke"),
            ),
            Entry("sealing", "待盖章", "hourglass-split", frozenset(SEAL_READERS), ("sealing_put", "sealing_drop")),
            Entry(
                "seals",
                "电子印章",
                "flag-fill",
                frozenset(SEAL_READERS),
                (
                    "seal",
                    "seal_new",
                    "seal_lend",
                    "seal_move",
                    "seal_require",
                    "certificates",
                    "signer_certificate_new",
                    "certificate_revoke",
                ),
            ),
            Entry("archives", "档案", "archive", CASE_ROLES, ARCHIVE_PAGES),
        ),
    ),
    Group(
        "公示",
        (
            Entry("publications", "执法公示", "megaphone", CASE_ROLES, PUBLICATION_PAGES),
            Entry("lists", "事前公示", "card-checklist", CASE_ROLES, LIST_PAGES),
            Entry("staffing", "公示分工", "people", frozenset({Role.SECURITY_ADMIN}), ("staff",)),
            Entry("year_plans", "年度检查计划", "calendar3", frozenset(DRAW_READERS), YEAR_PLAN_PAGES),
            Entry("classes", "分级分类", "circle-half", frozenset(DRAW_READERS), CLASS_PAGES),
            Entry("caps", "频次上限", "clock-history", frozenset(DRAW_READERS), CAP_PAGES),
            Entry("draws", "随机抽查", "filter", frozenset(DRAW_READERS), DRAW_PAGES),
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
                ("refusals", "looks", "coverage", "supervision_organ"),
            ),
            Entry("warnings", "预警", "bell", frozenset({Role.SUPERVISOR, Role.HEAD}), ("warning",)),
            Entry(
                "liabilities",
                "责任追究",
                "person-badge",
                CASE_ROLES | {Role.SUPERVISOR, Role.PUBLICIST},
                LIABILITY_PAGES,
            ),  # fmt: skip
            Entry(
                "circulars",
                "通报",
                "megaphone",
                REVIEWING,
                ("circular", "circular_new", "circular_move", "circular_return"),
            ),  # fmt: skip
            Entry("lodgings", "决定备案", "file-earmark-check", REVIEWING, LODGING_PAGES),
            Entry("orders", "督办", "flag-fill", REVIEWING, ("order", "order_new", "order_move")),
            Entry(
                "gradings",
                "案卷评查",
                "clipboard-check",
                REVIEWING,
                ("grading", "grading_new", "grading_draw", "grading_finish", "graded", "graded_move"),
            ),
            Entry("schemes", "评议考核", "card-checklist", REVIEWING, SCHEME_PAGES),
            Entry(
                "concerns",
                "舆情应对",
                "chat-square-text",
                frozenset({Role.PUBLICIST, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR}),
                ("concern", "concern_new", "concern_move"),
            ),
            Entry(
                "analyses",
                "薄弱环节",
                "filter",
                frozenset({Role.PUBLICIST, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR}),
                ("analysis", "analysis_new", "analysis_sign"),
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
            Entry("officers", "执法人员", "person-badge", EVERYBODY, OFFICER_PAGES),  # fmt: skip
            Entry("card", "我的执法证", "person-circle", frozenset({Role.HANDLER, Role.EXAMINER}), ("card_print",)),
            Entry("parties", "当事人", "people", CASE_ROLES, ("party", "party_all")),
        ),
    ),
    Group(
        "依据",
        (
            Entry("laws", "法规库", "book", EVERYBODY, ("law", "law_compare", "article", "law_search", "cite")),
            Entry(
                "matters",
                "执法事项",
                "diagram-3",
                EVERYBODY,
                ("matter", "matter_map", "matter_new", "matter_revise", "matter_retire"),
            ),
            Entry(
                "benchmarks",
                "裁量基准",
                "card-checklist",
                frozenset(CASE_ROLES | {Role.PUBLICIST, Role.SUPERVISOR}),
                BENCHMARK_PAGES,
            ),
            Entry("guiding_cases", "指导案例", "journal-text", CASE_ROLES, GUIDING_PAGES),
            Entry("wordings", "用语指引", "chat-square-text", CASE_ROLES),
            Entry(
                "forms",
                "文书格式",
                "file-earmark-check",
                frozenset(FORM_READERS),
                (
                    "form_adjust",
                    "form_add",
                    "form_filing",
                    "form_change",
                    "form_send",
                    "form_answer",
                    "form_retire",
                    "form_drop",
                    "form_approve",
                ),
            ),
            Entry(
                "question_sets",
                "询问提纲",
                "question-circle",
                frozenset(DRAFTERS),
                ("question_set", "question_set_new", "question_set_release"),
            ),
            Entry("calendar", "工作日历", "calendar3"),
            Entry("figures", "参数", "filter", EVERYBODY, ("figure", "figures_import")),
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
    Group(
        "存证",
        (
            Entry("ledger", "留痕台账", "shield-check", EVERYBODY, ("ledger_entry",)),
            Entry(
                "patrols",
                "夜间自查",
                "shield-check",
                frozenset({Role.AUDIT_ADMIN, Role.SUPERVISOR, Role.SYSTEM_ADMIN}),
                ("patrol", "patrol_settle"),
            ),
        ),
    ),
)
