import Basics
import Rego

/// Reads JSON with the strict reader and with the one that policies use.
enum JSONEntry {
  private static let policy = try? CompiledPolicy(
    sources: [RegoSource(path: "json.rego", text: "package j\nvalue := json.unmarshal(input)")])

  static func violation(by bytes: [UInt8]) -> String? {
    unmarshal(bytes)
    guard let value = try? JSONValue.parse(bytes) else { return nil }
    let written = value.serialized()
    guard let again = try? JSONValue.parse(written) else { return "what was written cannot be read" }
    if again != value { return "reading what was written gives another value" }
    if again.serialized() != written { return "writing twice gives other bytes" }
    let document = try? JSONDocument(parsing: bytes)
    if document?.value() != value { return "document and value differ" }
    if (try? JSONValue.parse(CanonicalJSON.bytes(of: value))) == nil { return "the canonical form cannot be read" }
    return nil
  }

  private static func unmarshal(_ bytes: [UInt8]) {
    guard let query = try? policy?.query("data.j.value") else { return }
    let context = RegoContext(limits: ModuleEntry.limits)
    _ = try? query.evaluate(RegoInput(.string(String(decoding: bytes, as: UTF8.self))), in: context)?.json.serialized()
  }
}
