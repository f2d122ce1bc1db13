public import Basics

/// JSON text for people, and strings as Rego and JSON write them.
public enum JSONText {
  public static func quoted(_ text: String) -> String { JSONValue.string(text).text }

  /// `value` with one member a line and two spaces for each level.
  public static func indented(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    write(value, level: 0, to: &bytes)
    return bytes
  }

  /// Recursion is bounded by the depth of the value, which a parser or an evaluation bounded.
  private static func write(_ value: JSONValue, level: Int, to bytes: inout [UInt8]) {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        newLine(isFirst: index == 0, level + 1, to: &bytes)
        write(element, level: level + 1, to: &bytes)
      }
      newLine(isFirst: true, level, to: &bytes)
      bytes.append(UInt8(ascii: "]"))
    case .object(let members) where !members.isEmpty:
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        newLine(isFirst: index == 0, level + 1, to: &bytes)
        bytes += JSONValue.string(member.key).serialized()
        bytes += [UInt8(ascii: ":"), UInt8(ascii: " ")]
        write(member.value, level: level + 1, to: &bytes)
      }
      newLine(isFirst: true, level, to: &bytes)
      bytes.append(UInt8(ascii: "}"))
    default: bytes += value.serialized()
    }
  }

  private static func newLine(isFirst: Bool, _ level: Int, to bytes: inout [UInt8]) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\n"))
    bytes += [UInt8](repeating: UInt8(ascii: " "), count: level * 2)
  }
}
