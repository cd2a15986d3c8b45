"""Named blocks of memory that compiled code reads and writes through one pointer.

A block holds whole numbers, real numbers and arrays under names. Compiled functions get its address, so that
passing it costs nothing and no reference is counted: the arrays belong to the Python object, which must
outlive the call. Names, types and dimensions are fixed; sizes are not, so one compiled engine serves every
trust.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, cast

import numba
import numba.extending
import numpy as np
from llvmlite import ir
from numba import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import intrinsic, models
from numpy.typing import NDArray

from ist_model.engines.compiled.tables import TableType

_WORD = np.dtype(np.int64)


class Field(NamedTuple):
    """One name of a block: a number (`dimensions` 0) or an array."""

    dtype: np.dtype[Any]
    dimensions: int


def whole(dimensions: int = 0) -> Field:
    """Signed 64-bit numbers."""
    return Field(np.dtype(np.int64), dimensions)


def word(dimensions: int = 0) -> Field:
    """Unsigned 64-bit numbers: keys and seeds."""
    return Field(np.dtype(np.uint64), dimensions)


def real(dimensions: int = 0) -> Field:
    """64-bit floating-point numbers."""
    return Field(np.dtype(np.float64), dimensions)


def flag(dimensions: int) -> Field:
    """True or False; arrays only (a single flag is a whole number)."""
    return Field(np.dtype(np.bool_), dimensions)


def rows(dtype: np.dtype[Any]) -> Field:
    """A table: one record a row."""
    return Field(wide(dtype), 1)


def wide(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The same columns with all whole numbers 64 bits wide, so that compiled code knows one kind of each."""
    columns = [(name, _wide_column(dtype[name])) for name in dtype.names or ()]
    return np.dtype(columns)


def _wide_column(column: np.dtype[Any]) -> str:
    if column.kind == "f":
        return "f8"
    return "u8" if column == np.uint64 else "i8"


class BlockType(types.Type):
    """Numba's view of a block: a pointer to 64-bit words."""

    def __init__(self, name: str, fields: Mapping[str, Field]) -> None:
        """Lay the fields out one after another: a number is one word, an array its address and shape."""
        super().__init__(name=f"Block({name})")
        self.fields = dict(fields)
        self.offsets: dict[str, int] = {}
        self.words = 0
        for label, field in self.fields.items():
            self.offsets[label] = self.words
            self.words += 1 + field.dimensions

    def numba_type(self, label: str) -> Any:
        """Numba's type of a field, None if there is no such field."""
        field = self.fields.get(label)
        if field is None:
            return None
        return TableType(field.dtype, field.dimensions) if field.dimensions else numba.from_dtype(field.dtype)


def _model(manager: Any, block: BlockType) -> Any:
    """A block is held as the address of its first word."""
    model: Any = models.PrimitiveModel
    return model(manager, block, ir.IntType(64).as_pointer())


def _resolve(_: Any, block: BlockType, label: str) -> Any:
    """The type of a field, as Numba's inference asks for it."""
    return block.numba_type(label)


def _word_at(builder: Any, block: Any, offset: int) -> Any:
    return builder.gep(block, [ir.Constant(ir.IntType(64), offset)])


def _read(context: Any, builder: Any, block: BlockType, pointer: Any, label: str) -> Any:
    field, place = block.fields[label], _word_at(builder, pointer, block.offsets[label])
    if field.dimensions:
        return place
    found = builder.load(place)
    return builder.bitcast(found, ir.DoubleType()) if field.dtype.kind == "f" else found


def _write(context: Any, builder: Any, signature: Any, arguments: Any, label: str) -> None:
    block, _ = signature.args
    pointer, value = arguments
    field = block.fields[label]
    if field.dimensions:
        raise TypeError(f"{label} is an array: write into it, it cannot be replaced")
    if field.dtype.kind == "f":
        value = builder.bitcast(value, ir.IntType(64))
    builder.store(value, _word_at(builder, pointer, block.offsets[label]))


# What compiled code is told of blocks: how they are held, which fields they have, how these are read and set.
_TO_NUMBA: Any = numba.extending
_TO_NUMBA.register_model(BlockType)(_model)
_TO_NUMBA.infer_getattr(
    type("BlockAttributes", (AttributeTemplate,), {"key": BlockType, "generic_resolve": _resolve})
)
_TO_NUMBA.lower_getattr_generic(BlockType)(_read)
_TO_NUMBA.lower_setattr_generic(BlockType)(_write)


def viewer(block: BlockType) -> Callable[[Any], Any]:
    """A function for compiled code: the block at an address."""

    def view(typing_context: Any, address: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], ir.IntType(64).as_pointer())

        return block(types.int64), build

    found: Any = intrinsic(view)
    return cast(Callable[[Any], Any], found)


class Block:
    """A block's memory, filled from Python."""

    def __init__(self, kind: BlockType, given: Mapping[str, Any]) -> None:
        """Put numbers and arrays in place.

        Raises:
            KeyError: if a field is missing or unknown.
            ValueError: if an array has the wrong number of dimensions.
        """
        if set(given) != set(kind.fields):
            raise KeyError(f"fields missing or unknown: {sorted(set(given) ^ set(kind.fields))}")
        self.kind = kind
        self.arrays: dict[str, NDArray[Any]] = {}
        self._gathered: set[str] = set()
        self._lie_in(np.zeros(kind.words, _WORD))
        for label, value in given.items():
            if kind.fields[label].dimensions == 0:
                self.set_number(label, value)
            else:
                self.set_array(label, np.ascontiguousarray(value, kind.fields[label].dtype))

    def altered(self, given: Mapping[str, NDArray[Any]]) -> Block:
        """A block that has other arrays in some fields, and shares all others with this one.

        Raises:
            ValueError: as `set_array`, or if anything was gathered here: the numbers lie there too.
        """
        if self._gathered:
            raise ValueError("a block whose fields were gathered cannot be altered: make another")
        other = object.__new__(Block)
        other.kind, other.arrays, other._gathered = self.kind, dict(self.arrays), set()
        other._lie_in(self._words.copy())
        for label, value in given.items():
            other.set_array(label, np.ascontiguousarray(value, self.kind.fields[label].dtype))
        return other

    def _lie_in(self, words: NDArray[np.int64]) -> None:
        self._words = words
        self.address = int(words.ctypes.data)  # where compiled code finds it while this object lives

    def number(self, label: str) -> Any:
        """The present value of a number."""
        return self._cell(label)[0].item()

    def set_number(self, label: str, value: float) -> None:
        """Set a number."""
        self._cell(label)[0] = value

    def set_array(self, label: str, array: NDArray[Any]) -> None:
        """Let a field be this very array.

        Raises:
            ValueError: if it has the wrong number of dimensions, or was gathered: a new run would put back
                the address of the old one.
        """
        field, offset = self.kind.fields[label], self.kind.offsets[label]
        if label in self._gathered:
            raise ValueError(f"{label} was gathered with others: write into it, it cannot be replaced")
        if array.ndim != field.dimensions:
            raise ValueError(f"{label} has {array.ndim} dimensions, not {field.dimensions}")
        self.arrays[label] = array
        self._words[offset : offset + 1 + field.dimensions] = (array.ctypes.data, *array.shape)

    def gather(self, labels: Iterable[str], arena: str, template: str) -> None:
        """Move all numbers and some arrays into one stretch of memory, `arena`, with a copy in `template`.

        Compiled code then puts everything back as it is now by copying one over the other.
        """
        chosen = [label for label in labels if self.arrays[label].size]
        starts = np.cumsum([self.kind.words, *(-(-self.arrays[label].nbytes // 8) for label in chosen)])
        memory = np.zeros(int(starts[-1]), _WORD)
        memory[: self.kind.words] = self._words
        self._lie_in(memory[: self.kind.words])
        for label, start in zip(chosen, starts[:-1].tolist(), strict=True):
            old = self.arrays[label]
            place = memory[start : start - (-old.nbytes // 8)].view(np.uint8)[: old.nbytes]
            moved = place.view(old.dtype).reshape(old.shape)
            moved[...] = old
            self.set_array(label, moved)
        copy = memory.copy()
        self.set_array(arena, memory)
        self.set_array(template, copy)
        copy[:] = memory
        self._gathered |= {*chosen, arena, template}

    def _cell(self, label: str) -> NDArray[Any]:
        offset = self.kind.offsets[label]
        return self._words[offset : offset + 1].view(self.kind.fields[label].dtype)
