import Basics
import Rego
import Testing

/// A module, a query and the answer that the language's definition gives.
struct LanguageCase: Sendable, CustomTestStringConvertible {
  var note: String
  var module: String
  var query: String
  var input: String?
  var data: String
  var version: RegoVersion
  /// JSON text, nil for undefined.
  var want: String?

  init(
    _ note: String, _ module: String, query: String = "data.t.p", input: String? = nil, data: String = "{}",
    version: RegoVersion = .v1, want: String?
  ) {
    self.note = note
    self.module = "package t\n" + module
    self.query = query
    self.input = input
    self.data = data
    self.version = version
    self.want = want
  }

  var testDescription: String { note }

  /// What the engine answers.
  func answer() throws -> String? {
    let policy = try CompiledPolicy(
      sources: [RegoSource(path: "t.rego", text: module)], data: try JSONValue.parse(data),
      options: RegoOptions(version: version))
    let document = try input.map { RegoInput(try JSONValue.parse($0)) } ?? RegoInput()
    return try policy.query(query).evaluate(document, in: RegoContext())?.json.text
  }

  /// The same value, with keys in order.
  static func canonical(_ text: String?) throws -> String? {
    try text.map { String(decoding: try JSONValue.parse($0).canonical(), as: UTF8.self) }
  }
}
