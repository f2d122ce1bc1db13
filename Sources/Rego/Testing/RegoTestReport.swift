public import Basics

/// What one test did.
public struct RegoTestReport: Sendable {
  public enum Outcome: Sendable, Equatable {
    case passed
    case failed
    case skipped
    /// The evaluation ended with an error.
    case error(RegoError)
  }

  /// One case of a test that yields several.
  public struct Case: Sendable, Equatable {
    /// Keys from the rule's name on.
    public var path: [String]
    public var isPassed: Bool
  }

  /// Where a test failed.
  public struct Failure: Sendable, Equatable {
    public var place: RegoPlace
    /// The expression's text.
    public var text: String
  }

  /// `data.mcp.authz_test`
  public var package: String
  /// `test_allowed`, or a path of names.
  public var name: String
  public var place: RegoPlace
  public var outcome: Outcome
  public var cases: [Case] = []
  /// Known only if the policy is traced.
  public var failure: Failure?
  /// What the test printed, a line each.
  public var output: [String] = []
  public var nanoseconds: UInt64 = 0

  public var path: String { package + "." + name }
  public var file: String { place.file }
  public var row: Int { place.row }

  public var isFailure: Bool { outcome != .passed && outcome != .skipped }

  var word: String {
    switch outcome {
    case .passed: "PASS"
    case .failed: "FAIL"
    case .skipped: "SKIPPED"
    case .error: "ERROR"
    }
  }

  /// `data.p.test_a: PASS (1.2ms)`
  var line: String {
    outcome == .skipped ? "\(path): \(word)" : "\(path): \(word) (\(DurationText(nanoseconds)))"
  }

  /// The member of a list of results that `opa test --format json` prints.
  public var json: JSONValue {
    var record = JSONObject()
    record["location"] = place.json
    record["package"] = .string(package)
    record["name"] = .string(name)
    switch outcome {
    case .passed: break
    case .failed: record["fail"] = true
    case .skipped: record["skip"] = true
    case .error(let error): record["error"] = error.json
    }
    record["duration"] = .integer(Int(clamping: nanoseconds))
    if !output.isEmpty { record["output"] = .string(Base64.encode(Array((output.joined(separator: "\n") + "\n").utf8))) }
    if !cases.isEmpty { record["sub_results"] = Case.json(cases[...], depth: 0) }
    if let failure {
      record["failure"] = ["location": failure.place.json, "text": .string(failure.text)]
    }
    return .object(record)
  }
}

extension RegoTestReport.Case {
  /// The leaves of an object, in order; other values have no cases.
  static func list(_ value: JSONValue?) -> [Self] {
    guard let members = value?.objectValue else { return [] }
    return members.flatMap { member in
      let below = list(member.value)
      if below.isEmpty { return [Self(path: [member.key], isPassed: member.value == true)] }
      return below.map { Self(path: [member.key] + $0.path, isPassed: $0.isPassed) }
    }
  }

  /// Cases by their keys, nested as OPA nests them. They are in order, so equal keys lie together.
  static func json(_ cases: ArraySlice<Self>, depth: Int) -> JSONValue {
    var record = JSONObject()
    var rest = cases
    while let first = rest.first {
      let name = first.path[depth]
      let group = rest.prefix { $0.path[depth] == name }
      rest = rest.dropFirst(group.count)
      var entry: JSONObject = ["name": .string(name)]
      if !group.allSatisfy(\.isPassed) { entry["fail"] = true }
      if first.path.count > depth + 1 { entry["sub_results"] = json(group, depth: depth + 1) }
      record[name] = .object(entry)
    }
    return .object(record)
  }
}
