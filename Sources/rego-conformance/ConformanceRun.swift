import Basics
import Rego

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What became of one case.
enum Verdict {
  case passed
  case failed(String)
  case skipped(String)
}

/// Runs single cases.
struct ConformanceRun {
  /// Nil leaves it to each module's text.
  var version: RegoVersion?
  /// Whether modules are run as the formatter writes them, which must not change what they answer.
  var isFormatted = false

  func run(_ test: ConformanceCase) -> Verdict {
    for (name, value) in test.environment { unsafe setenv(name, value, 1) }
    defer { for name in test.environment.keys { unsafe unsetenv(name) } }
    do {
      if let wanted = test.wantErrors { return compare(compileErrors(test), wanted, test) }
      return compare(try answers(test), test)
    } catch let errors as RegoErrors {
      if errors.errors.contains(where: { $0.message.contains("undefined function test.sleep") }) {
        return .skipped("test.sleep is a function of OPA's own test harness, not of the language")
      }
      return judge(errors.errors.map(\.description).joined(separator: "; "), errors.errors.first?.code.rawValue ?? "", test)
    } catch let error as RegoError {
      return judge(error.description, error.code.rawValue, test)
    } catch {
      return .failed("\(error)")
    }
  }

  private func policy(_ test: ConformanceCase) throws(RegoErrors) -> CompiledPolicy {
    let version = test.version ?? version
    var options = RegoOptions(version: version ?? .v1, acceptsLegacySyntax: version == nil)
    options.strictBuiltinErrors = test.strictError
    options.isStrict = test.isStrict
    var sources = test.modules.enumerated().map { RegoSource(path: "test-\($0).rego", text: $1) }
    for index in sources.indices where isFormatted {
      sources[index].text = try formatted(sources[index].text, version ?? .v1)
      sources[index].version = .v1
    }
    return try CompiledPolicy(sources: sources, data: test.data, options: options)
  }

  private func answers(_ test: ConformanceCase) throws -> [JSONValue] {
    let query = try policy(test).query(body: test.query)
    var input = RegoInput()
    if let value = test.input { input = RegoInput(value) }
    if let term = test.inputTerm { input = try RegoInput(term: term) }
    return try query.answers(input, in: RegoContext()).map { bindings in
      .object(JSONObject(bindings.filter { !$0.key.hasPrefix("__") && $0.key != "_" }))
    }
  }

  private func formatted(_ text: String, _ version: RegoVersion) throws(RegoErrors) -> String {
    do throws(RegoError) {
      let once = try RegoFormatter(version: version).format(RegoSource(path: "test.rego", text: text))
      let twice = try RegoFormatter().format(RegoSource(path: "test.rego", text: once))
      if once == twice { return once }
      throw RegoError(code: .internalError, message: "formatting again changes it:\n\(once)----\n\(twice)")
    } catch {
      throw RegoErrors([error])
    }
  }

  // MARK: - Evaluation

  private func judge(_ message: String, _ code: String, _ test: ConformanceCase) -> Verdict {
    if test.wantError == nil, test.wantErrorCode == nil { return .failed(message) }
    if let wanted = test.wantErrorCode, wanted != code { return .failed("want \(wanted), got \(message)") }
    if let wanted = test.wantError, !message.contains(wanted) {
      return .failed("want error \"\(wanted)\", got \(message)")
    }
    return .passed
  }

  private func compare(_ got: [JSONValue], _ test: ConformanceCase) -> Verdict {
    guard let wanted = test.wantResult else {
      if let isDefined = test.wantDefined, test.wantError == nil, test.wantErrorCode == nil {
        return got.isEmpty == isDefined ? .failed("want_defined: \(isDefined), got \(JSONValue.array(got).text)") : .passed
      }
      let what = test.wantErrorCode ?? test.wantError
      return .failed(what.map { "want error \($0), got \(JSONValue.array(got).text)" } ?? "the case wants nothing")
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

  // MARK: - Compilation

  private func compileErrors(_ test: ConformanceCase) -> [RegoError] {
    do throws(RegoErrors) {
      _ = try policy(test)
      return []
    } catch {
      return error.errors
    }
  }

  private func compare(
    _ got: [RegoError], _ wanted: [ConformanceCase.WantedError], _ test: ConformanceCase
  ) -> Verdict {
    let list = got.map { "\($0.row):\($0.column): \($0.code.rawValue): \($0.message)" }.joined(separator: "; ")
    for error in wanted {
      let isFound = got.contains {
        $0.code.rawValue == error.code && $0.message == error.message && (error.row ?? $0.row) == $0.row
          && (error.column ?? $0.column) == $0.column
      }
      guard isFound else {
        let place = "\(error.row ?? 0):\(error.column ?? 0)"
        return .failed("want \(place): \(error.code): \(error.message), got \(list.isEmpty ? "no error" : list)")
      }
    }
    if test.isExhaustive, got.count != wanted.count { return .failed("want \(wanted.count) errors, got \(list)") }
    return .passed
  }
}
