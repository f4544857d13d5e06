"""The breaks that one expression or statement may suffer, each with words for it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

Break = tuple[ast.AST, ast.AST]
"""What stands in the source, and what it becomes."""

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Pow: ast.Mult,
}
_CONDITIONS = ("filter", "exclude", "get", "Q", "held_on")
"""Calls whose arguments are conditions: each may be forgotten."""


def breaks_of(node: ast.AST) -> Iterator[ast.AST]:
    """Everything that may stand in the node's place."""
    kind = _OF_KIND.get(type(node))
    if kind is not None:
        yield from kind(node)


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    for at, operator in enumerate(node.ops):
        for other in _COMPARED.get(type(operator), ()):
            ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
            yield ast.Compare(node.left, ops, node.comparators)


def _both(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for at in range(len(node.values)):
        left = [*node.values[:at], *node.values[at + 1 :]]
        yield left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def _negated(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not | ast.USub | ast.Invert):
        yield node.operand


def _computed(node: ast.BinOp) -> Iterator[ast.AST]:
    other = _COMPUTED.get(type(node.op))
    if other is not None:
        yield ast.BinOp(node.left, other(), node.right)


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)
    elif isinstance(node.value, str):
        yield ast.Constant(f"{node.value}~")


def _condition(node: ast.If | ast.While | ast.IfExp) -> Iterator[ast.AST]:
    """A bare name or call is turned round; comparisons and the like break by themselves."""
    if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        turned = ast.UnaryOp(ast.Not(), node.test)
        fields = {name: getattr(node, name) for name in node._fields} | {"test": turned}
        yield type(node)(**fields)


def _of_comprehension(node: ast.comprehension) -> Iterator[ast.AST]:
    if node.ifs:
        yield ast.comprehension(node.target, node.iter, node.ifs[1:], node.is_async)


def _returned(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield ast.Return(ast.Constant(None))


def _dropped(node: ast.stmt) -> Iterator[ast.AST]:
    yield ast.Pass()


def _expression(node: ast.Expr) -> Iterator[ast.AST]:
    if isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom):
        yield ast.Pass()


def _jump(node: ast.Continue | ast.Break) -> Iterator[ast.AST]:
    yield ast.Break() if isinstance(node, ast.Continue) else ast.Continue()


def _call(node: ast.Call) -> Iterator[ast.AST]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name not in _CONDITIONS:
        return
    for at in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, [*node.keywords[:at], *node.keywords[at + 1 :]])
    if name in ("filter", "exclude"):
        for at in range(len(node.args)):
            yield ast.Call(node.func, [*node.args[:at], *node.args[at + 1 :]], node.keywords)


def _entries(node: ast.Dict) -> Iterator[ast.AST]:
    for at in range(len(node.keys)):
        keys, values = [*node.keys], [*node.values]
        del keys[at], values[at]
        yield ast.Dict(keys, values)


def _elements(node: ast.Tuple | ast.List | ast.Set) -> Iterator[ast.AST]:
    if isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        for at in range(len(node.elts)):
            left = [*node.elts[:at], *node.elts[at + 1 :]]
            if isinstance(node, ast.Set):
                yield ast.Set(left)
            else:
                yield type(node)(left, ast.Load())


_OF_KIND: dict[type[ast.AST], Callable[..., Iterator[ast.AST]]] = {
    ast.Compare: _compare,
    ast.BoolOp: _both,
    ast.UnaryOp: _negated,
    ast.BinOp: _computed,
    ast.Constant: _constant,
    ast.If: _condition,
    ast.While: _condition,
    ast.IfExp: _condition,
    ast.comprehension: _of_comprehension,
    ast.Return: _returned,
    ast.Raise: _dropped,
    ast.AugAssign: _dropped,
    ast.Delete: _dropped,
    ast.Expr: _expression,
    ast.Continue: _jump,
    ast.Break: _jump,
    ast.Call: _call,
    ast.Dict: _entries,
    ast.Tuple: _elements,
    ast.List: _elements,
    ast.Set: _elements,
}
