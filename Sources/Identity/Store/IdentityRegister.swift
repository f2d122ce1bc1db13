import Basics
import SPIFFE

/// The text of the register's file.
enum IdentityRegister {
  /// The form of the file; a file of another version is refused.
  static let version = 1

  static func bytes(of records: some Sequence<IdentityRecord>) -> [UInt8] {
    let document: JSONValue = [
      "version": .integer(version),
      "identities": .array(records.sorted { $0.id.text < $1.id.text }.map(\.stored)),
    ]
    return document.serialized() + [UInt8(ascii: "\n")]
  }

  /// - Parameter bytes: nil: there is no file yet.
  /// - Throws: `identity_store_malformed` for anything that ``bytes(of:)`` does not write.
  static func records(in bytes: [UInt8]?, _ path: String) throws(IdentityStoreError) -> [IdentityRecord] {
    guard let bytes else { return [] }
    let document: JSONValue
    do { document = try JSONValue.parse(bytes) } catch {
      throw IdentityStoreError(.malformed, "\(path): \(error.description) Restore it from a backup.")
    }
    guard document["version"]?.intValue == version, let list = document["identities"]?.arrayValue
    else { throw IdentityStoreError(.malformed, "\(path): is no register of version \(version)") }
    var records: [IdentityRecord] = []
    for (index, value) in list.enumerated() {
      guard let record = IdentityRecord(stored: value) else {
        throw IdentityStoreError(.malformed, "\(path): identity \(index + 1) cannot be read")
      }
      records.append(record)
    }
    return records
  }
}
