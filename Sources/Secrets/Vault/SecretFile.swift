import Basics
import Crypto

/// The bytes of a store's file.
///
/// JSON, for people to look at; every value is sealed with AES-256-GCM under the data that stands beside it
/// (name, version, lists, times), and a message authentication code over everything holds the whole together,
/// so that no entry can be changed, exchanged or taken out unnoticed. An older file in whole cannot be told
/// from the newest.
///
/// - Source: NIST SP 800-38D (GCM); RFC 2104 (HMAC).
enum SecretFile {
  static let fileName = "secrets.json"
  static let format = "precinct-secrets-1"
  static let bytesMax = 1 << 30

  static func encode(_ table: SecretTable, key: SecretKey) throws(SecretError) -> [UInt8] {
    var entries: [JSONValue] = []
    for entry in table.entries {
      let head = SecretEntryJSON.encode(entry)
      var object = head
      if let value = table.rows[entry.name]?.value {
        object["sealed"] = .string(try seal(value, under: head, key))
      }
      entries.append(.object(object))
    }
    var file: JSONObject = ["format": .string(format), "entries": .array(entries)]
    file["mac"] = .string(Base64.encode(mac(file, key), .url))
    return JSONValue.object(file).serialized() + [UInt8(ascii: "\n")]
  }

  static func decode(_ bytes: [UInt8], key: SecretKey, path: String) throws(SecretError) -> SecretTable {
    let broken = SecretError(
      .unavailable, "\(path) is damaged, was changed by hand, or belongs to another \(SecretKey.fileName).")
    guard var file = (try? JSONValue.parse(bytes))?.objectValue, file["format"]?.stringValue == format,
      let mac = file["mac"]?.stringValue.flatMap({ Base64.decode($0.utf8, .url) })
    else { throw broken }
    file["mac"] = nil
    let covered = JSONValue.object(file).serialized()
    guard HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: covered, using: key.authentication),
      let entries = file["entries"]?.arrayValue
    else { throw broken }
    var table = SecretTable()
    for value in entries {
      guard var head = value.objectValue else { throw broken }
      let sealed = head["sealed"]?.stringValue
      head["sealed"] = nil
      guard let entry = SecretEntryJSON.decode(head) else { throw broken }
      var row = SecretTable.Row(entry: entry, value: nil)
      if let sealed {
        guard let value = open(sealed, under: head, key) else { throw broken }
        row.value = value
      }
      table.restore(row)
    }
    return table
  }

  private static func mac(_ file: JSONObject, _ key: SecretKey) -> [UInt8] {
    Array(
      HMAC<SHA256>.authenticationCode(for: JSONValue.object(file).serialized(), using: key.authentication))
  }

  private static func seal(
    _ value: Redacted<String>, under head: JSONObject, _ key: SecretKey
  ) throws(SecretError) -> String {
    do {
      let box = try AES.GCM.seal(
        Array(value.exposed().utf8), using: key.sealing, authenticating: JSONValue.object(head).serialized())
      guard let bytes = box.combined else { throw SecretError(.unavailable, "A value cannot be sealed.") }
      return Base64.encode(bytes, .url)
    } catch {
      throw SecretError(.unavailable, "A value cannot be sealed.")
    }
  }

  private static func open(_ sealed: String, under head: JSONObject, _ key: SecretKey) -> Redacted<String>? {
    guard let bytes = Base64.decode(sealed.utf8, .url), let box = try? AES.GCM.SealedBox(combined: bytes),
      let plain = try? AES.GCM.open(
        box, using: key.sealing, authenticating: JSONValue.object(head).serialized()),
      let text = String(validating: plain, as: UTF8.self)
    else { return nil }
    return Redacted(text)
  }
}
