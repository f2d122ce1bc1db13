import Basics
import Rego
import Yams

/// One case of OPA's conformance suite: of evaluation, or of compilation if it wants errors by place.
struct ConformanceCase {
  var note: String
  var modules: [String]
  var query: String
  var data: JSONValue
  var input: JSONValue?
  var inputTerm: String?
  /// Bindings wanted, nil if the case wants something else.
  var wantResult: [JSONValue]?
  var wantDefined: Bool?
  var wantError: String?
  var wantErrorCode: String?
  var sortBindings: Bool
  var strictError: Bool
  /// Variables for the process while the case runs.
  var environment: [String: String]
  /// Faults of compilation wanted, and whether there may be no others.
  var wantErrors: [WantedError]?
  var isExhaustive: Bool
  var isStrict: Bool
  /// Said by the case itself.
  var version: RegoVersion?

  struct WantedError {
    var code: String
    var message: String
    var row: Int?
    var column: Int?
  }

  init(_ node: Node) {
    note = node["note"]?.string ?? "(no note)"
    modules = node["modules"]?.sequence?.compactMap(\.string) ?? []
    query = node["query"]?.string ?? ""
    data = node["data"].map(ConformanceCase.json) ?? .object(JSONObject())
    if data == .null { data = .object(JSONObject()) }
    input = node["input"].map(ConformanceCase.json)
    inputTerm = node["input_term"]?.string
    if case .array(let bindings)? = node["want_result"].map(ConformanceCase.json) { wantResult = bindings }
    wantDefined = node["want_defined"]?.bool
    wantError = node["want_error"]?.string
    wantErrorCode = node["want_error_code"]?.string
    sortBindings = node["sort_bindings"]?.bool ?? false
    strictError = node["strict_error"]?.bool ?? false
    environment = [:]
    for (key, value) in node["env"]?.mapping ?? [:] { environment[key.string ?? ""] = value.string ?? "" }
    wantErrors = node["want_errors"]?.sequence.map { $0.map(WantedError.init) }
    isExhaustive = node["exhaustive"]?.bool ?? false
    isStrict = node["strict"]?.bool ?? false
    version = node["rego_version"]?.string.flatMap { $0.hasSuffix("0") ? .v0 : $0.hasSuffix("1") ? .v1 : nil }
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

extension ConformanceCase.WantedError {
  init(_ node: Node) {
    self.init(
      code: node["code"]?.string ?? "", message: node["message"]?.string ?? "", row: node["row"]?.int,
      column: node["col"]?.int)
  }
}
