import Basics
import Rego

extension PolicyQuestion {
  /// The input document with these keys of ``InputNeeds/keys``.
  ///
  /// Every key is there whether or not there is something to say: texts that are missing are null, objects
  /// that are missing are empty, so that `not input.tool_name` never decides by accident.
  func input(keys: [(key: String, part: InputNeeds)]) -> RegoInput {
    var input = RegoInput()
    for (key, part) in keys {
      switch part {
      case .caller: input.set(key, caller)
      case .callee: Self.set(key, callee, in: &input)
      case .method: input.set(key, method)
      case .tool: Self.set(key, toolName, in: &input)
      case .arguments: setArguments(key, in: &input)
      case .toolInfo: input.set(key, toolInfo ?? Self.empty)
      case .principal: input.set(key, principal ?? Self.empty)
      case .session: input.set(key, session ?? Self.empty)
      default: input.set(key, request ?? Self.empty)
      }
    }
    return input
  }

  private static let empty = JSONValue.object(JSONObject())

  private static func set(_ key: String, _ text: String?, in input: inout RegoInput) {
    if let text { input.set(key, text) } else { input.set(key, JSONValue.null) }
  }

  private func setArguments(_ key: String, in input: inout RegoInput) {
    switch arguments {
    case .none: input.set(key, Self.empty)
    case .node(let document, let node): input.set(key, document, node: node)
    case .value(let value): input.set(key, value)
    }
  }
}
