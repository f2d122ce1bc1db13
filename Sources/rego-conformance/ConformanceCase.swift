import Basics
import Yams

/// One case of OPA's conformance suite.
struct ConformanceCase {
  var note: String
  var modules: [String]
  var query: String
  var data: JSONValue
  var input: JSONValue?
  var inputTerm: String?
  /// Bindings wanted, nil if the case wants an error.
  var wantResult: [JSONValue]?
  var wantError: String?
  var wantErrorCode: String?
  var sortBindings: Bool
  var strictError: Bool

  init?(_ node: Node) {
    guard let mapping = node.mapping, let note = mapping["note"]?.string else { return nil }
    self.note = note
    modules = mapping["modules"]?.sequence?.compactMap(\.string) ?? []
    query = mapping["query"]?.string ?? ""
    data = mapping["data"].map(ConformanceCase.json) ?? .object(JSONObject())
    input = mapping["input"].map(ConformanceCase.json)
    inputTerm = mapping["input_term"]?.string
    if case .array(let bindings)? = mapping["want_result"].map(ConformanceCase.json) { wantResult = bindings }
    wantError = mapping["want_error"]?.string
    wantErrorCode = mapping["want_error_code"]?.string
    sortBindings = mapping["sort_bindings"]?.bool ?? false
    strictError = mapping["strict_error"]?.bool ?? false
  }

  static func json(_ node: Node) -> JSONValue {
    switch node {
    case .mapping(let mapping):
      return .object(JSONObject(mapping.map { (key: $0.key.string ?? "", value: json($0.value)) }))
    case .sequence(let sequence): return .array(sequence.map(json))
    case .scalar(let scalar):
      if node.null != nil { return .null }
      if let value = node.bool { return .bool(value) }
      if scalar.style == .plain, let value = try? JSONValue.parse(scalar.string), case .number = value { return value }
      if scalar.style == .plain, let value = node.float, value.isFinite { return JSONNumber(value).map(JSONValue.number) ?? .null }
      return .string(scalar.string)
    case .alias: return .null
    }
  }
}
