import Rego

/// Grows a module from the bytes and evaluates it.
enum EvaluationEntry {
  static func violation(by bytes: [UInt8]) -> String? {
    var grammar = ModuleGrammar(choices: bytes)
    let source = RegoSource(path: "fuzz.rego", text: grammar.module())
    guard let policy = try? CompiledPolicy(sources: [source]) else { return nil }
    ModuleEntry.evaluate(policy)
    return nil
  }
}
