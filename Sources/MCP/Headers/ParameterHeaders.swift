public import Basics

/// Which arguments of a tool a modern client repeats in `Mcp-Param-…` headers, as the tool's input schema says.
///
/// - Source: MCP 2026-07-28, Tools, `x-mcp-header`; Transports, Value Encoding (SEP-2243).
public struct ParameterHeaders: Sendable, Equatable {
  public struct Parameter: Sendable, Equatable {
    /// What stands behind `Mcp-Param-`.
    public let name: String
    /// Keys from the arguments to the value.
    public let path: [String]
  }

  public static let prefix = "Mcp-Param-"
  /// Schemas nested deeper than this are not searched, in levels.
  private static let depthMax = 16
  private static let mark = "x-mcp-header"

  public let parameters: [Parameter]

  /// - Returns: nil if the schema marks something that may not be marked: a name that is no token or is given
  ///   twice, a value that is no string, integer or boolean, or a place that is not reached through `properties`
  ///   alone. A client drops such a tool.
  public init?(schema: JSONValue) {
    var found: [Parameter] = []
    guard Self.collect(schema, path: [], depth: 0, isReachable: true, into: &found) else { return nil }
    let names = found.map { $0.name.lowercased() }
    guard Set(names).count == names.count else { return nil }
    parameters = found
  }

  private static func collect(
    _ schema: JSONValue, path: [String], depth: Int, isReachable: Bool, into found: inout [Parameter]
  ) -> Bool {
    guard depth <= depthMax else { return false }
    switch schema {
    case .array(let elements):
      return elements.allSatisfy { collect($0, path: path, depth: depth + 1, isReachable: false, into: &found) }
    case .object(let members):
      if let marked = members[mark] {
        guard isReachable, !path.isEmpty, let name = marked.stringValue, isToken(name), isPlain(members["type"]) else {
          return false
        }
        found.append(Parameter(name: name, path: path))
      }
      return members.allSatisfy { key, value in
        collect(key, value, path: path, depth: depth, isReachable: isReachable, into: &found)
      }
    default: return true
    }
  }

  /// One keyword of a schema. Those that hold data are passed over: in them the mark means nothing.
  private static func collect(
    _ keyword: String, _ value: JSONValue, path: [String], depth: Int, isReachable: Bool, into found: inout [Parameter]
  ) -> Bool {
    switch keyword {
    case "properties":
      return value.objectValue?.allSatisfy { name, schema in
        collect(schema, path: path + [name], depth: depth + 1, isReachable: isReachable, into: &found)
      } ?? true
    case "patternProperties", "dependentSchemas", "$defs", "definitions":
      return value.objectValue?.allSatisfy { _, schema in
        collect(schema, path: path, depth: depth + 1, isReachable: false, into: &found)
      } ?? true
    case "items", "contains", "unevaluatedItems", "additionalProperties", "propertyNames", "unevaluatedProperties",
      "not", "if", "then", "else", "contentSchema", "allOf", "anyOf", "oneOf", "prefixItems":
      return collect(value, path: path, depth: depth + 1, isReachable: false, into: &found)
    default: return true
    }
  }

  private static func isPlain(_ type: JSONValue?) -> Bool {
    switch type?.stringValue {
    case "string", "integer", "boolean": true
    default: false
    }
  }

  /// Source: RFC 9110 §5.6.2.
  private static func isToken(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
  }

  /// The headers that belong to `arguments`; members that are absent or null have none.
  public func fields(of arguments: JSONValue?) -> [(name: String, value: String)] {
    parameters.compactMap { parameter in
      var value = arguments
      for key in parameter.path { value = value?[key] }
      switch value {
      case .string(let text): return (Self.prefix + parameter.name, SentinelText.encoded(text))
      case .number(let number): return (Self.prefix + parameter.name, number.text)
      case .bool(let flag): return (Self.prefix + parameter.name, flag ? "true" : "false")
      default: return nil
      }
    }
  }

  /// Whether the headers of a request agree with its arguments. Headers that the schema does not know pass.
  ///
  /// - Parameter sent: Names begin with `Mcp-Param-` in any case; values as they came.
  public func agree(with sent: [(name: String, value: String)], _ arguments: JSONValue?) -> Bool {
    let expected = fields(of: arguments)
    for parameter in parameters {
      let name = (Self.prefix + parameter.name).lowercased()
      let values = sent.filter { $0.name.lowercased() == name }.map(\.value)
      let own = expected.first { $0.name.lowercased() == name }?.value
      guard values.count <= 1, (own == nil) == values.isEmpty else { return false }
      guard let own, let value = values.first else { continue }
      guard let left = SentinelText.decoded(Array(own.utf8)[...]), let right = SentinelText.decoded(Array(value.utf8)[...]),
        left.elementsEqual(right) || Self.isSameNumber(own, value)
      else { return false }
    }
    return true
  }

  /// Integers are compared as numbers: `42` and `42.0` are one.
  private static func isSameNumber(_ left: String, _ right: String) -> Bool {
    guard let left = try? JSONValue.parse(Array(left.utf8)), let right = try? JSONValue.parse(Array(right.utf8)),
      case .number = left
    else { return false }
    return left == right
  }
}
