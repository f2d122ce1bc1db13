public import Basics

/// Shows entries to people: sealed fields are opened where the key is at hand, and what a role may not see, or not any
/// more, is withheld. Lines that need neither are given as they stand in the log.
///
/// Confined to one thread; opened keys are kept for as long as the reader lives.
public struct RecordReader {
  static let erased = "[ERASED]"
  static let sealed = "[SEALED]"
  /// Deeper than an entry's arguments may be, by what surrounds them.
  static let limits = JSONLimits(depthMax: JSONLimits.depthMaxDefault + 8)
  /// Members that place an entry in the log and in time: they are shown to every reader.
  private static let always: Set<String> = ["sequence", "timestamp", "event", "decision_id", "prev_hash"]
  /// Keys that are kept opened.
  private static let keysMax = 10_000

  private let vault: SubjectVault?
  private let classification: FieldClassification
  private let role: String
  private let now: Timestamp
  private var keys: [String: (key: SubjectKey?, isErased: Bool)] = [:]

  /// - Parameters:
  ///   - vault: Nil where there are no keys: sealed fields then read `[SEALED]`.
  ///   - role: One of the readers that the classes name.
  public init(_ vault: SubjectVault?, _ classification: FieldClassification, role: String, now: Timestamp) {
    self.vault = vault
    self.classification = classification
    self.role = role
    self.now = now
  }

  /// The line as the reader may see it. What cannot be read as an entry is withheld whole.
  public mutating func shown(_ line: [UInt8]) -> [UInt8] {
    guard case .object(let entry)? = try? JSONValue.parse(line, limits: Self.limits) else { return Array("{}".utf8) }
    let time = entry["timestamp"]?.stringValue.flatMap { Timestamp(rfc3339: $0) }
    let age = time.map { now.since($0) } ?? .zero
    var shown = JSONObject()
    var isChanged = false
    for (key, value) in entry {
      if !Self.always.contains(key), value != .null, let mark = classification.mark(for: key, role: role, age: age) {
        shown[key] = .string(mark)
        isChanged = true
      } else if let opened = opened(value, key) {
        shown[key] = opened
        isChanged = true
      } else {
        shown[key] = value
      }
    }
    return isChanged ? JSONValue.object(shown).serialized() : line
  }

  /// What stands for a sealed value; nil if it is not sealed.
  private mutating func opened(_ value: JSONValue, _ name: String) -> JSONValue? {
    guard let sealed = value.stringValue.flatMap({ SealedText($0) }) else { return nil }
    let member = name == "spiffe_id" ? .caller : SubjectSeal.Member(rawValue: name)
    guard let member else { return nil }
    let known = key(sealed.subject)
    if known.isErased { return .string(Self.erased) }
    guard let opening = known.key?.open(sealed, as: member) else { return .string(Self.sealed) }
    guard member == .arguments else { return .string(String(decoding: opening.value, as: UTF8.self)) }
    return (try? JSONValue.parse(opening.value)) ?? .string(String(decoding: opening.value, as: UTF8.self))
  }

  private mutating func key(_ id: String) -> (key: SubjectKey?, isErased: Bool) {
    if let known = keys[id] { return known }
    if keys.count >= Self.keysMax { keys.removeAll() }
    let found = (try? vault?.key(id)) ?? (nil, false)
    keys[id] = found
    return found
  }

  /// What opens one field of an entry to somebody else; nil if it is not sealed, or its key is not at hand.
  public mutating func opening(of member: SubjectSeal.Member, in line: [UInt8]) -> FieldOpening? {
    guard let entry = try? JSONValue.parse(line, limits: Self.limits),
      let sealed = entry[member.rawValue]?.stringValue.flatMap({ SealedText($0) })
    else { return nil }
    return key(sealed.subject).key?.open(sealed, as: member)
  }
}
