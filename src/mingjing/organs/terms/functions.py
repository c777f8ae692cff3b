"""Words of changes of functions (机构职能调整)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class FunctionMove(StrEnum):
    """What happens to the functions of an organ (机构职能调整)."""

    TRANSFER = "transfer"
    END = "end"
    RENAME = "rename"
    MERGE = "merge"
    DISSOLVE = "dissolve"


FUNCTION_MOVE_NAMES = {
    FunctionMove.TRANSFER: "事项划转",
    FunctionMove.END: "事项取消",
    FunctionMove.RENAME: "机关更名",
    FunctionMove.MERGE: "机关合并",
    FunctionMove.DISSOLVE: "机关撤销",
}
WHOLE_MOVES = frozenset({FunctionMove.RENAME, FunctionMove.MERGE, FunctionMove.DISSOLVE})
"""They touch everything that the organ has in public; the others only the items named."""
GIVING_MOVES = frozenset({FunctionMove.TRANSFER, FunctionMove.MERGE})


@dataclass(frozen=True, slots=True)
class FunctionDraft:
    """What is typed when functions change. `items`: (list, code, name) of the public lists; `title` and `number`: the document."""

    organ_id: UUID
    move: str
    title: str
    number: str
    effective_on: date
    receiver_id: UUID | None = None
    items: tuple[tuple[str, str, str], ...] = ()
    new_name: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FunctionChangeFacts:
    """One change of functions as it was recorded; `ended_at` where the record was withdrawn as mistaken."""

    id: UUID
    organ_id: UUID
    organ_name: str
    move: str
    title: str
    number: str
    effective_on: date
    receiver_id: UUID | None
    receiver_name: str
    items: tuple[tuple[str, str, str], ...]
    new_name: str
    reason: str
    recorded_name: str
    recorded_at: datetime
    ended_at: datetime | None
    ended_reason: str

    @property
    def whole(self) -> bool:
        """Whether it touches everything that the organ has in public."""
        return self.move in WHOLE_MOVES

    @property
    def document(self) -> str:
        """The document as it is named: 《…》（…号）."""
        return f"《{self.title.strip('《》')}》（{self.number}）"

    def takes(self, kind: str, code: str) -> bool:
        """Whether the organ loses this item; a renamed organ loses none."""
        return self.move in {FunctionMove.MERGE, FunctionMove.DISSOLVE} or any(
            (kind, code) == (one[0], one[1]) for one in self.items
        )
