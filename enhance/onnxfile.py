"""What is in an ONNX file, read without running or allocating anything of it.

Only what a network of the engine's contract is made of is let through: standard operators that compute frames
from frames, with all numbers in the file. Fields are numbered as in onnx.proto3; a message with a field that
is not listed here, or twice with one that may stand once, is refused, so that the runtime behind can never
understand a file in another way than this check did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enhance.protobuf import BYTES, FIXED_32, VARINT, Malformed, Reader, varints

FLOAT = 1
"""The element type float32."""
STANDARD = ("", "ai.onnx")
"""The names of the domain that every runtime knows; operators of all others are somebody's own code."""

# Left out on purpose: control flow (loops), whatever makes large tensors of small ones (Tile, Range, Resize),
# random numbers, strings, sequences, and recurrence over time, which no context could cover.
_ELEMENTWISE = """
Abs Add And Atan Cast Ceil Clip Cos Div Elu Equal Erf Exp Floor Gelu Greater GreaterOrEqual HardSigmoid
HardSwish Identity LeakyRelu Less LessOrEqual Log Max Min Mish Mul Neg Not Or PRelu Pow Reciprocal Relu Round
Selu Sigmoid Sign Sin Softplus Sqrt Sub Tan Tanh Where
"""
_SHAPES = """
Concat Constant Expand Flatten Gather GatherElements Pad Reshape Shape Slice Split Squeeze Transpose Unsqueeze
"""
_LAYERS = """
AveragePool BatchNormalization Conv ConvTranspose DequantizeLinear Gemm LayerNormalization MatMul MaxPool
QuantizeLinear RMSNormalization ReduceL2 ReduceMax ReduceMean ReduceMin ReduceSum Softmax
"""
OPERATORS = frozenset((_ELEMENTWISE + _SHAPES + _LAYERS).split())
"""What a model may be made of."""

_MAX_FIELDS = 100_000
_MAX_AXES = 8


class Unfit(ValueError):
    """Why a file is refused: the second half of "The model x cannot be used: "."""


@dataclass(frozen=True, slots=True)
class Value:
    """An input or output: its name, element type, and the length of each axis (None: any)."""

    name: str
    kind: int
    shape: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file says of itself."""

    inputs: tuple[Value, ...]
    outputs: tuple[Value, ...]
    metadata: Mapping[str, str]


# Number of a field to (wire type, whether it may stand more than once).
_Fields = Mapping[int, tuple[int, bool]]
_TEXT, _NUMBER = (BYTES, False), (VARINT, False)
_MANY, _NUMBERS = (BYTES, True), (VARINT, True)

_MODEL: _Fields = {
    **{1: _NUMBER, 2: _TEXT, 3: _TEXT, 4: _TEXT, 5: _NUMBER, 6: _TEXT, 7: _TEXT, 8: _MANY, 14: _MANY},
    **{20: _MANY, 25: _MANY},
}
_GRAPH: _Fields = {
    **{1: _MANY, 2: _TEXT, 5: _MANY, 10: _TEXT, 11: _MANY, 12: _MANY, 13: _MANY, 15: _MANY, 16: _MANY},
}
_NODE: _Fields = {
    **{1: _MANY, 2: _MANY, 3: _TEXT, 4: _TEXT, 5: _MANY, 6: _TEXT, 7: _TEXT, 8: _TEXT, 9: _MANY},
}
_ATTRIBUTE: _Fields = {
    **{1: _TEXT, 2: (FIXED_32, False), 3: _NUMBER, 4: _TEXT, 5: _TEXT, 6: _TEXT, 7: (FIXED_32, True)},
    **{8: _NUMBERS, 9: _MANY, 11: _MANY, 13: _TEXT, 20: _NUMBER},
}
_TENSOR: _Fields = {
    **{1: _NUMBERS, 2: _NUMBER, 4: (FIXED_32, True), 5: _NUMBERS, 7: _NUMBERS, 8: _TEXT, 9: _TEXT},
    **{12: _TEXT, 13: _MANY, 14: _NUMBER, 16: _MANY},
}
_VALUE: _Fields = {1: _TEXT, 2: _TEXT, 3: _TEXT, 4: _MANY}
_TYPE: _Fields = {1: _TEXT, 6: _TEXT}
_TENSOR_TYPE: _Fields = {1: _NUMBER, 2: _TEXT}
_SHAPE: _Fields = {1: _MANY}
_AXIS: _Fields = {1: _NUMBER, 2: _TEXT, 3: _TEXT}
_PAIR: _Fields = {1: _TEXT, 2: _TEXT}
_OPSET: _Fields = {1: _TEXT, 2: _NUMBER}


class _Message:
    """The fields of one message, of those that its kind may have."""

    def __init__(self, reader: Reader, data: memoryview, allowed: _Fields) -> None:
        self._found: dict[int, list[int | memoryview]] = {}
        for number, wire, value in reader.fields(data):
            expected, many = allowed.get(number, (-1, False))
            # Numbers that stand more than once may come packed into one field of bytes.
            if wire != expected and not (many and wire == BYTES and expected >= 0):
                raise Malformed(f"a field that is not known, {number}")
            values = self._found.setdefault(number, [])
            if values and not many:
                raise Malformed(f"a field that stands twice, {number}")
            values.append(value)

    def has(self, number: int) -> bool:
        return number in self._found

    def parts(self, number: int) -> Iterator[memoryview]:
        for value in self._found.get(number, ()):
            assert isinstance(value, memoryview)
            yield value

    def part(self, number: int) -> memoryview:
        return next(self.parts(number), memoryview(b""))

    def text(self, number: int) -> str:
        return str(self.part(number), "utf-8")

    def number(self, number: int) -> int:
        for value in self._found.get(number, ()):
            assert isinstance(value, int)
            return value
        return 0

    def numbers(self, number: int) -> Iterator[int]:
        for value in self._found.get(number, ()):
            if isinstance(value, int):
                yield value
            else:
                yield from varints(value)


def read_onnx(data: bytes) -> Contents:
    """What the file `data` says of itself. Raises Unfit where it is no ONNX file or has what none may."""
    if data[:4] == b"PK\x03\x04" or data[:1] == b"\x80":
        raise Unfit("it is a pickle or an archive, which could run code; only ONNX files are taken")
    reader = Reader(_MAX_FIELDS)
    try:
        return _contents(reader, memoryview(data))
    except (Malformed, UnicodeDecodeError) as error:
        raise Unfit(f"its file is damaged, or is no ONNX file ({error})") from None


def _contents(reader: Reader, data: memoryview) -> Contents:
    model = _Message(reader, data, _MODEL)
    if model.has(25) or model.has(20):
        raise Unfit("it brings functions of its own")
    if not model.has(7):
        raise Malformed("no graph")
    for part in model.parts(8):
        _check_domain(_Message(reader, part, _OPSET).text(1))
    graph = _Message(reader, model.part(7), _GRAPH)
    if graph.has(15):
        raise Unfit("it has sparse numbers, which could unfold to any size")
    constants = {_check_tensor(reader, part) for part in graph.parts(5)}
    for part in graph.parts(1):
        _check_node(reader, part)
    contents = Contents(
        tuple(_value(reader, part) for part in graph.parts(11)),
        tuple(_value(reader, part) for part in graph.parts(12)),
        dict(_pairs(reader, model.parts(14))),
    )
    if constants.intersection(value.name for value in contents.inputs):
        raise Unfit("one of its inputs is a constant")
    return contents


def _check_domain(domain: str) -> None:
    if domain not in STANDARD:
        raise Unfit(f"it needs operators of its own (of {domain[:60]}), which would be foreign code")


def _check_node(reader: Reader, data: memoryview) -> None:
    node = _Message(reader, data, _NODE)
    _check_domain(node.text(7))
    if node.text(8):
        raise Unfit("it brings functions of its own")
    for part in node.parts(5):
        attribute = _Message(reader, part, _ATTRIBUTE)
        if attribute.has(6) or attribute.has(11):
            raise Unfit("it has loops or branches, which may never end")
        if attribute.has(5):
            _check_tensor(reader, attribute.part(5))
    if (operator := node.text(4)) not in OPERATORS:
        raise Unfit(f"it uses the operator {operator[:60]}, which no model of this engine needs")


def _check_tensor(reader: Reader, data: memoryview) -> str:
    """The name of a tensor whose numbers are all there."""
    tensor = _Message(reader, data, _TENSOR)
    if tensor.has(13) or tensor.number(14) != 0:
        raise Unfit("some of its numbers are in other files; all of a model has to be in one")
    elements = 1
    for axes, size in enumerate(tensor.numbers(1), 1):
        elements *= size
        if axes > _MAX_AXES:
            raise Malformed("a tensor of too many axes")
    # Two to a byte are the smallest that there are.
    if elements > 2 * len(data):
        raise Unfit("it claims more numbers than its file holds")
    return tensor.text(8)


def _value(reader: Reader, data: memoryview) -> Value:
    value = _Message(reader, data, _VALUE)
    kind = _Message(reader, _Message(reader, value.part(2), _TYPE).part(1), _TENSOR_TYPE)
    shape = _Message(reader, kind.part(2), _SHAPE)
    axes = (_Message(reader, part, _AXIS) for part in shape.parts(1))
    return Value(
        value.text(1),
        kind.number(1),
        tuple(axis.number(1) if axis.has(1) and not axis.has(2) else None for axis in axes),
    )


def _pairs(reader: Reader, parts: Iterator[memoryview]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for part in parts:
        pair = _Message(reader, part, _PAIR)
        if (key := pair.text(1)) in seen:
            raise Malformed("an entry that stands twice")
        seen.add(key)
        yield key, pair.text(2)
