import Basics

/// All secrets of a store, in the clear. Lives in memory only.
struct SecretTable: Sendable {
  struct Row: Sendable {
    var entry: SecretEntry
    /// nil if the secret was revoked.
    var value: Redacted<String>?
  }

  private(set) var rows: [String: Row] = [:]

  /// Secrets that one store may hold, the revoked ones included.
  static let rowsMax = 10_000
  /// Bytes of a value.
  static let valueBytesMax = 65_536

  /// The entries, by name.
  var entries: [SecretEntry] { rows.values.map(\.entry).sorted { $0.name < $1.name } }

  mutating func restore(_ row: Row) { rows[row.entry.name] = row }

  mutating func put(
    _ name: String, _ value: Redacted<String>, _ rule: SecretRule, now: Timestamp
  ) throws(SecretError) -> SecretEntry {
    guard SecretReferenceScanner.isName(name) else {
      throw SecretError(.invalid, "\"\(name)\" is no name: letters, digits, \"_\", \".\", \"-\", \"/\".")
    }
    if let problem = rule.problem { throw SecretError(.invalid, problem) }
    try Self.check(value)
    let old = rows[name]?.entry
    guard old == nil || old?.revokedAt != nil else {
      throw SecretError(.exists, "There is a secret \"\(name)\" already; use `agw secrets rotate \(name)`.")
    }
    guard old != nil || rows.count < Self.rowsMax else {
      throw SecretError(.tooMany, "The store holds \(Self.rowsMax) secrets.")
    }
    let entry = SecretEntry(
      name: name, rule: rule, version: (old?.version ?? 0) + 1, createdAt: now, rotatedAt: now, revokedAt: nil
    )
    rows[name] = Row(entry: entry, value: value)
    return entry
  }

  mutating func rotate(_ name: String, to value: Redacted<String>, now: Timestamp) throws(SecretError)
    -> SecretEntry
  {
    try Self.check(value)
    let old = try live(name)
    let entry = SecretEntry(
      name: name, rule: old.rule, version: old.version + 1, createdAt: old.createdAt, rotatedAt: now,
      revokedAt: nil)
    rows[name] = Row(entry: entry, value: value)
    return entry
  }

  mutating func revoke(_ name: String, now: Timestamp) throws(SecretError) -> SecretEntry {
    let old = try live(name)
    let entry = SecretEntry(
      name: name, rule: old.rule, version: old.version, createdAt: old.createdAt, rotatedAt: old.rotatedAt,
      revokedAt: now)
    rows[name] = Row(entry: entry, value: nil)
    return entry
  }

  private func live(_ name: String) throws(SecretError) -> SecretEntry {
    guard let entry = rows[name]?.entry, entry.revokedAt == nil else {
      throw SecretError(.notFound, "There is no secret \"\(name)\".")
    }
    return entry
  }

  private static func check(_ value: Redacted<String>) throws(SecretError) {
    guard (1...valueBytesMax).contains(value.exposed().utf8.count) else {
      throw SecretError(.invalid, "A value has 1 to \(valueBytesMax) bytes.")
    }
  }
}
