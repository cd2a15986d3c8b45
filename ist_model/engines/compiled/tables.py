"""An array of a block as compiled code sees it: the address of the words that say where it lies.

Unlike Numba's own array it is one pointer, counts no reference, and takes an index as it is: never negative,
so that no access pays for counting from the end. Under bounds checks a negative index is an error.
"""

from __future__ import annotations

import operator
from typing import Any

import numba
import numba.extending
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typeconv import castgraph
from numba.core.typing import templates
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, Signature, signature
from numba.extending import models
from numba.np import arrayobj

_WORD = ir.IntType(64)
_POINTER = _WORD.as_pointer()
_TUPLE: Any = types.BaseTuple


class TableType(types.Type):
    """A contiguous array of a block: its address, then its length in each dimension."""

    def __init__(self, dtype: np.dtype[Any], dimensions: int) -> None:
        """Items of `dtype` in so many dimensions."""
        self.item: Any = numba.from_dtype(dtype)
        self.itemsize, self.ndim = dtype.itemsize, dimensions
        super().__init__(name=f"Table({self.item}, {dimensions})")

    def part(self, given: int) -> Any:
        """Type of what so many indices lead to: an item, or what is left as an array of Numba's."""
        left = self.ndim - given
        return types.Array(self.item, left, "C") if left else self.item

    def can_convert_to(self, typingctx: Any, other: Any) -> Any:
        """A table can be given to a function that takes an array, contiguous or not."""
        whole = self.part(0)
        fits = other == whole or other == whole.copy(layout="A")
        return castgraph.Conversion.safe if fits else None


def _model(manager: Any, table: TableType) -> Any:
    model: Any = models.PrimitiveModel
    return model(manager, table, _POINTER)


def fixed_word(builder: Any, pointer: Any, offset: int) -> Any:
    """A word that never changes while compiled code runs, so that one load serves a whole function."""
    found = builder.load(builder.gep(pointer, [ir.Constant(_WORD, offset)]))
    found.set_metadata("invariant.load", builder.module.add_metadata([]))
    return found


def _indices(kind: Any) -> tuple[Any, ...] | None:
    """Types of the indices if all are whole numbers."""
    found: tuple[Any, ...] = (kind,)
    if isinstance(kind, _TUPLE):
        found = tuple(kind.types)
    return found if all(isinstance(each, types.Integer) for each in found) else None


def _leads_to(arguments: tuple[Any, ...]) -> Any:
    """Type of the part of a table that indices lead to; None where that is not for a table."""
    table, index = arguments[:2]
    found = _indices(index) if isinstance(table, TableType) else None
    return None if found is None or len(found) > table.ndim else table.part(len(found))


class _Read(AbstractTemplate):
    """The type of `table[index]`."""

    def generic(self, args: tuple[Any, ...], kws: dict[str, Any]) -> Signature | None:
        found = _leads_to(args)
        typed: Signature | None = None if found is None else signature(found, *args)
        return typed


class _Write(AbstractTemplate):
    """The types of `table[index] = item`: all indices are given."""

    def generic(self, args: tuple[Any, ...], kws: dict[str, Any]) -> Signature | None:
        found = _leads_to(args)
        if found is None or isinstance(found, types.Array):
            return None
        typed: Signature = signature(types.none, args[0], args[1], found)
        return typed


def _lengths(builder: Any, table: TableType, words: Any) -> list[Any]:
    return [fixed_word(builder, words, 1 + axis) for axis in range(table.ndim)]


def _data(context: Any, builder: Any, table: TableType, words: Any) -> Any:
    return builder.inttoptr(fixed_word(builder, words, 0), context.get_data_type(table.item).as_pointer())


def _address(context: Any, builder: Any, kinds: Any, values: Any) -> Any:
    """Where the item lies, or the first item of the part, that indices lead to."""
    table, index = kinds[:2]
    words, position = values[:2]
    found = _indices(index) or ()
    each = cgutils.unpack_tuple(builder, position) if isinstance(index, types.BaseTuple) else [position]
    given = [context.cast(builder, value, kind, types.intp) for value, kind in zip(each, found, strict=True)]
    given += [ir.Constant(_WORD, 0)] * (table.ndim - len(given))
    data = _data(context, builder, table, words)
    return cgutils.get_item_pointer2(
        context, builder, data, _lengths(builder, table, words), [], "C", given,
        wraparound=False, boundscheck=context.enable_boundscheck,
    )  # fmt: skip


def _array(context: Any, builder: Any, kind: Any, data: Any, lengths: list[Any], itemsize: int) -> Any:
    """An array of Numba's over memory of a block."""
    width = ir.Constant(_WORD, itemsize)
    strides = [width]
    for length in reversed(lengths[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    array = arrayobj.make_array(kind)(context, builder)
    arrayobj.populate_array(array, data=data, shape=lengths, strides=strides, itemsize=width, meminfo=None)
    return array._getvalue()


def _get(context: Any, builder: Any, signed: Any, values: Any) -> Any:
    table, kind = signed.args[0], signed.return_type
    place = _address(context, builder, signed.args, values)
    if not isinstance(kind, types.Array):
        return context.unpack_value(builder, table.item, place)
    lengths = _lengths(builder, table, values[0])[table.ndim - kind.ndim :]
    return _array(context, builder, kind, place, lengths, table.itemsize)


def _set(context: Any, builder: Any, signed: Any, values: Any) -> Any:
    table, _, kind = signed.args
    place = _address(context, builder, signed.args, values)
    item = context.cast(builder, values[2], kind, table.item)
    context.pack_value(builder, table.item, item, place)
    return context.get_dummy_value()


def _whole(context: Any, builder: Any, table: TableType, kind: Any, words: Any) -> Any:
    """A table as an array, for a function that takes one."""
    data, own = _data(context, builder, table, words), table.part(0)
    array = _array(context, builder, own, data, _lengths(builder, table, words), table.itemsize)
    return context.cast(builder, array, own, kind)


class _Attributes(AttributeTemplate):
    """Of an array's attributes a table has its length and its shape."""

    key = TableType

    def resolve_size(self, table: TableType) -> Any:
        return types.intp if table.ndim == 1 else None

    def resolve_shape(self, table: TableType) -> Any:
        return types.UniTuple(types.intp, table.ndim)


def _size(context: Any, builder: Any, table: TableType, words: Any) -> Any:
    return fixed_word(builder, words, 1)


def _shape(context: Any, builder: Any, table: TableType, words: Any) -> Any:
    return cgutils.pack_array(builder, _lengths(builder, table, words))


# What compiled code is told of tables.
_TO_NUMBA: Any = numba.extending
_TYPED: Any = templates
_TO_NUMBA.register_model(TableType)(_model)
_TYPED.infer_global(operator.getitem)(_Read)
_TYPED.infer_global(operator.setitem)(_Write)
_TO_NUMBA.infer_getattr(_Attributes)
for _index in (types.Integer, types.BaseTuple):
    _TO_NUMBA.lower_builtin(operator.getitem, TableType, _index)(_get)
    _TO_NUMBA.lower_builtin(operator.setitem, TableType, _index, types.Any)(_set)
_TO_NUMBA.lower_cast(TableType, types.Array)(_whole)
_TO_NUMBA.lower_getattr(TableType, "size")(_size)
_TO_NUMBA.lower_getattr(TableType, "shape")(_shape)
