/// A witness, which signs that it has seen the log only grow (C2SP tlog-witness).
///
/// ## Configuration keys
/// - `url` (http:// or https:// URL, or empty; default empty): Where it takes checkpoints; `/add-checkpoint` is added.
/// - `public_key` (text, or empty; default empty): Its key, as `NAME+ID+KEY`.
/// - `ca_file` (path of a file, or empty; default empty): Authorities of its certificate; empty for those of the system.
public struct WitnessSettings: SettingsSection {
  public var url: String?
  public var publicKey: String?
  public var caFile: String?

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("url", \.url, .httpURL),
    .text("public_key", \.publicKey, .any),
    .text("ca_file", \.caFile, .existingFile),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if url == nil { decoding.report("url", "a witness needs it") }
    if publicKey == nil { decoding.report("public_key", "without it nobody could tell the witness's signatures") }
  }
}
