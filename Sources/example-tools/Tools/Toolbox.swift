import Basics

/// The tools that the server offers, and what they do.
struct Toolbox {
  /// The definitions as `tools/list` answers them: an array in the order of the file.
  let definitions: JSONValue
  private let names: Set<String>

  /// - Parameter definitions: A JSON document: an array of definitions.
  /// - Throws: `JSONError` for text that is not JSON, `ToolboxError` for another shape.
  init(definitions bytes: [UInt8]) throws {
    guard let tools = try JSONValue.parse(bytes).arrayValue else { throw ToolboxError.notAnArray }
    definitions = .array(tools)
    names = Set(tools.compactMap { $0["name"]?.stringValue })
    guard names.count == tools.count else { throw ToolboxError.nameMissingOrRepeated }
  }

  var count: Int { names.count }

  /// The result of one `tools/call`.
  func call(_ params: JSONValue) throws(Refusal) -> JSONObject {
    guard let name = params["name"]?.stringValue, names.contains(name) else {
      throw .unknownTool(params["name"]?.stringValue ?? "")
    }
    return Behaviour.named(name)(params["arguments"] ?? [:]).result
  }
}

enum ToolboxError: Error {
  case notAnArray, nameMissingOrRepeated
}
