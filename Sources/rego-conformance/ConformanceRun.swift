import Basics
import Rego

/// What became of one case.
enum Verdict {
  case passed
  case failed(String)
  case skipped(String)
}

/// Runs single cases.
struct ConformanceRun {
  var version: RegoVersion
  /// Whether modules are run as the formatter writes them: that must not change what they answer.
  var isFormatted = false

  func run(_ test: ConformanceCase) -> Verdict {
    do {
      return compare(try answers(test), test)
    } catch let errors as RegoErrors {
      return judge(errors.errors.map(\.description).joined(separator: "; "), errors.errors.first?.code.rawValue ?? "", test)
    } catch let error as RegoError {
      return judge(error.description, error.code.rawValue, test)
    } catch {
      return .failed("\(error)")
    }
  }

  private func answers(_ test: ConformanceCase) throws -> [JSONValue] {
    var options = RegoOptions(version: version)
    options.strictBuiltinErrors = test.strictError
    let sources = try test.modules.enumerated().map { index, text in
      RegoSource(path: "test-\(index).rego", text: isFormatted ? try formatted(text) : text)
    }
    let policy = try CompiledPolicy(sources: sources, data: test.data, options: options)
    let query = try policy.query(body: test.query)
    var input = RegoInput()
    if let value = test.input { input = RegoInput(value) }
    if let term = test.inputTerm { input = try RegoInput(term: term) }
    return try query.answers(input, in: RegoContext()).map { bindings in
      .object(JSONObject(bindings.filter { !$0.key.hasPrefix("__") && $0.key != "_" }))
    }
  }

  private func formatted(_ text: String) throws -> String {
    let formatter = RegoFormatter(version: version)
    let once = try formatter.format(RegoSource(path: "test.rego", text: text))
    let twice = try RegoFormatter().format(RegoSource(path: "test.rego", text: once))
    guard once == twice else {
      throw RegoError(code: .internalError, message: "formatting is not idempotent:\n\(once)----\n\(twice)")
    }
    return once
  }

  private func judge(_ message: String, _ code: String, _ test: ConformanceCase) -> Verdict {
    if let wanted = test.wantErrorCode, wanted != code { return .failed("want \(wanted), got \(message)") }
    if let wanted = test.wantError, !message.contains(wanted) {
      return .failed("want error \"\(wanted)\", got \(message)")
    }
    if test.wantError == nil, test.wantErrorCode == nil { return .failed(message) }
    return .passed
  }

  private func compare(_ got: [JSONValue], _ test: ConformanceCase) -> Verdict {
    guard let wanted = test.wantResult else {
      return .failed("want error \(test.wantErrorCode ?? test.wantError ?? "?"), got \(JSONValue.array(got).text)")
    }
    let left = Set(got.map { test.sortBindings ? sorted($0) : $0 })
    let right = Set(wanted.map { test.sortBindings ? sorted($0) : $0 })
    if left == right { return .passed }
    return .failed("want \(JSONValue.array(wanted).text)\n      got  \(JSONValue.array(got).text)")
  }

  private func sorted(_ bindings: JSONValue) -> JSONValue {
    guard case .object(let object) = bindings else { return bindings }
    return .object(
      JSONObject(
        object.map { member in
          guard case .array(let elements) = member.value else { return member }
          let ordered = elements.sorted { $0.canonical().lexicographicallyPrecedes($1.canonical()) }
          return (key: member.key, value: .array(ordered))
        }))
  }
}
