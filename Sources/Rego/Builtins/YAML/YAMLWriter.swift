internal import Yams

/// Writes values in block style, keys in natural order.
enum YAMLWriter {
  /// Columns after which plain text is folded.
  static let width = 80

  static func text(of value: Value) throws(BuiltinError) -> String {
    do {
      return try serialize(node: node(value), width: width, allowUnicode: true)
    } catch {
      throw .failed("yaml: the value cannot be written")
    }
  }

  private static func node(_ value: Value) -> Node {
    switch value.tag {
    case .array, .set:
      let elements = value.sortedMembers.map { node($0.value) }
      return Node(elements, .implicit, elements.isEmpty ? .flow : .block)
    case .object:
      let members = value.sortedMembers.map { (String(decoding: $0.key ?? [], as: UTF8.self), $0.value) }
      let pairs = members.sorted { isBefore($0.0, $1.0) }.map { (text($0.0), node($0.1)) }
      return Node(pairs, .implicit, pairs.isEmpty ? .flow : .block)
    case .string: return text(value.text.string)
    case .boolean: return Node(value.payload == 1 ? "true" : "false", .implicit, .plain)
    case .integer, .decimal: return Node(number(value), .implicit, .plain)
    default: return Node("null", .implicit, .plain)
    }
  }

  private static func text(_ text: String) -> Node {
    if case .text = YAMLWord(text), text != "<<", text != "=" {
      return Node(text, Tag(.str), text.contains("\n") ? .literal : .plain)
    }
    return Node(text, Tag(.str), .doubleQuoted)
  }

  /// Whole numbers of 64 bits as they are, others as Go prints a double.
  private static func number(_ value: Value) -> String {
    if let whole = value.bigInteger, whole.int64 != nil || whole.magnitude.uint64 != nil && !whole.isNegative { return whole.text() }
    let double = value.doubleValue ?? 0
    return (double.sign == .minus ? "-" : "") + FloatText(double.magnitude).general(nil)
  }

  /// Letters by themselves, runs of digits by their value.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    let (a, b) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
    for index in 0..<min(a.count, b.count) where a[index] != b[index] {
      let (isLeft, isRight) = (a[index].properties.isAlphabetic, b[index].properties.isAlphabetic)
      if isLeft || isRight { return isLeft && isRight ? a[index].value < b[index].value : isRight }
      let (first, second) = (digits(a[index...]), digits(b[index...]))
      if first.count != second.count, !first.isEmpty, !second.isEmpty { return first.count < second.count }
      return a[index].value < b[index].value
    }
    return a.count < b.count
  }

  private static func digits(_ scalars: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    scalars.prefix { $0.value &- 48 < 10 }.drop { $0 == "0" }
  }
}
