public import Basics
import Crypto

/// A sealed value with the salt of its commitment: what opens one field of one entry to somebody else.
///
/// The commitment is SHA-256 over the line `precinct sealed field v1`, the member's name, each with a line end, the salt
/// and the value. The salt is of 16 random bytes, so a commitment tells nothing of a value that could be guessed, and
/// nobody can open it as another value.
public struct FieldOpening: Sendable, Equatable {
  public let member: SubjectSeal.Member
  public let salt: [UInt8]
  public let value: [UInt8]

  static let saltBytes = 16
  static let context = "precinct sealed field v1\n"

  public init(member: SubjectSeal.Member, salt: [UInt8], value: [UInt8]) {
    self.member = member
    self.salt = salt
    self.value = value
  }

  var commitment: [UInt8] {
    var hash = SHA256()
    hash.update(data: Array("\(Self.context)\(member.rawValue)\n".utf8))
    hash.update(data: salt)
    hash.update(data: value)
    return Array(hash.finalize())
  }

  /// Whether this opens the field of an entry, given as its line.
  public func opens(_ line: [UInt8]) -> Bool {
    guard let entry = try? JSONValue.parse(line, limits: RecordReader.limits),
      let sealed = entry[member.rawValue]?.stringValue.flatMap({ SealedText($0) })
    else { return false }
    return salt.count == Self.saltBytes && sealed.commitment == commitment
  }

  /// For a file: one JSON object.
  public var document: JSONValue {
    [
      "schema": "precinct.opening.v1", "field": .string(member.rawValue), "salt": .string(Hex.encode(salt)),
      "value": .string(Base64.encode(value)), "text": .string(String(decoding: value, as: UTF8.self)),
    ]
  }

  public init?(_ document: JSONValue) {
    guard document["schema"] == "precinct.opening.v1",
      let member = document["field"]?.stringValue.flatMap({ SubjectSeal.Member(rawValue: $0) }),
      let salt = document["salt"]?.stringValue.flatMap({ Hex.decode($0.utf8) }),
      let value = document["value"]?.stringValue.flatMap({ Base64.decode($0.utf8) })
    else { return nil }
    self.init(member: member, salt: salt, value: value)
  }
}
