import Policy

/// The parameters of a request's query. Source: OPA, REST API.
struct OPAParameters: Sendable {
  private var values: [String: [String]] = [:]

  /// Parts that are badly encoded are left out.
  init(_ query: some StringProtocol) {
    for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
      let name = pair.prefix { $0 != UInt8(ascii: "=") }
      let value = pair[name.endIndex...].dropFirst()
      guard let name = PercentEncoding.decode(name, plusIsSpace: true),
        let value = PercentEncoding.decode(value, plusIsSpace: true)
      else { continue }
      values[name, default: []].append(value)
    }
  }

  /// The last value of this name.
  func text(_ name: String) -> String? { values[name]?.last }
  func texts(_ name: String) -> [String] { values[name] ?? [] }

  /// Whether a flag is set: by its name alone, or as `true`.
  func flag(_ name: String) -> Bool {
    guard let values = values[name] else { return false }
    return values == [""] || values.contains { $0.lowercased() == "true" }
  }

  var isPretty: Bool { flag("pretty") }
  /// `instrument` asks for more than there is.
  var wantsMetrics: Bool { flag("metrics") || flag("instrument") }
}
