/// Writes modules in the one form that `opa fmt` gives them: tabs, one statement a line, `if` and `contains`, imports
/// sorted; comments stay where they are, and lists keep the lines they were written on.
public struct RegoFormatter: Sendable {
  /// The language of modules that do not say it themselves. What is only readable as v0 is rewritten for v1, with
  /// `import rego.v1`.
  public var version: RegoVersion

  public init(version: RegoVersion = .v1) { self.version = version }

  /// The module in its canonical form. Formatting the result again changes nothing.
  ///
  /// - Throws: `rego_parse_error` if the text is no module; `eval_internal_error` if the result would not mean the same.
  public func format(_ source: RegoSource) throws(RegoError) -> String {
    do throws(SourceFault) {
      let bytes = Array(source.text.utf8)
      let module = try parse(bytes, source.version)
      var writer = SourceWriter(module, bytes)
      writer.write()
      try check(writer.text, module)
      return writer.text
    } catch {
      throw RegoError(error, sources: [source.path])
    }
  }

  private func parse(_ bytes: [UInt8], _ known: RegoVersion?) throws(SourceFault) -> Module {
    do throws(SourceFault) {
      return try Parser.module(bytes, file: 0, version: known ?? version)
    } catch {
      if known == nil, version == .v1, let legacy = try? Parser.module(bytes, file: 0, version: .v0) { return legacy }
      throw error
    }
  }

  /// Names that rules of Rego v0 may have.
  private static let laterKeywords: Set<String> = ["if", "contains", "in", "every"]

  /// Nothing is handed out that other eyes would read differently.
  private func check(_ text: String, _ module: Module) throws(SourceFault) {
    if module.dialect.version == .v0,
      let rule = module.rules.first(where: { Self.laterKeywords.contains($0.head.name) })
    {
      throw SourceFault(
        .compile, "the module cannot be written in Rego v1: \(rule.head.name) is a keyword there", rule.location,
        advice: "give the rule another name")
    }
    let again: Module
    do throws(SourceFault) {
      again = try Parser.module(Array(text.utf8), file: 0, version: .v1)
    } catch {
      // So may variables.
      throw SourceFault(
        module.dialect.version == .v0 ? .compile : .internalError,
        "the module cannot be written in Rego v1: \(error.message)", module.packageLocation)
    }
    let before = SyntaxJSON().rules(of: module)
    let after = SyntaxJSON().rules(of: again)
    guard before == after else {
      let index = zip(before, after).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
      let location = index < module.rules.count ? module.rules[index].location : module.packageLocation
      throw SourceFault(.internalError, "formatting would change the meaning of this rule", location)
    }
  }
}
