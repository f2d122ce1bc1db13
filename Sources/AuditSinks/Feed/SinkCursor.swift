public import Audit
public import Basics

/// How far a sink has delivered, kept in a file of its own so that it outlives the process.
public struct SinkCursor: Sendable, Equatable {
  public var content = SinkContent.entries
  /// Before the next record.
  public var position: LogPosition
  /// When the last delivery ended well; nil if none has.
  public var deliveredAt: Timestamp?
  /// Why deliveries fail now; nil if they do not.
  public var failure: String?
  /// Records that the other end refused for good and that were put aside.
  public var rejected = 0

  public init(position: LogPosition) { self.position = position }

  /// The last sequence that was delivered: of an entry, or the size of a checkpoint; 0 for none.
  public var delivered: UInt64 {
    guard content == .entries else { return position.offset == 0 ? 0 : position.sequence }
    return position.sequence > 0 ? position.sequence - 1 : 0
  }

  private static let bytesMax = 16 << 10
  static let suffix = ".cursor"

  static func path(_ name: String, _ paths: LogPaths) -> String { "\(paths.sinks)/\(name)\(suffix)" }

  /// Reads a cursor; nil if the sink has none yet.
  ///
  /// - Throws: ``SinkError`` if the file holds anything else: to begin anew would deliver everything twice.
  static func read(_ name: String, _ paths: LogPaths) throws(SinkError) -> SinkCursor? {
    let path = path(name, paths)
    let bytes: [UInt8]
    do { bytes = try FileBytes.read(path, bytesMax: bytesMax) } catch {
      if error.isNotFound { return nil }
      throw SinkError("\(error)")
    }
    guard let value = try? JSONValue.parse(bytes), let segment = number(value["segment"]),
      let offset = value["offset"]?.intValue, let sequence = number(value["sequence"]),
      let content = value["content"]?.stringValue.flatMap({ SinkContent(rawValue: $0) })
    else { throw SinkError("\(path) holds no cursor; restore it, or remove it to deliver everything again") }
    var cursor = SinkCursor(position: LogPosition(segment: segment, offset: offset, sequence: sequence))
    cursor.content = content
    cursor.deliveredAt = value["delivered_at"]?.stringValue.flatMap { Timestamp(rfc3339: $0) }
    cursor.failure = value["failure"]?.stringValue
    cursor.rejected = value["rejected"]?.intValue ?? 0
    return cursor
  }

  /// Replaces the file, durably.
  func write(_ name: String, _ paths: LogPaths) throws(SinkError) {
    var writer = JSONWriter(capacity: 256)
    writer.beginObject()
    writer.key("content")
    writer.string(content.rawValue)
    writer.key("segment")
    writer.raw(String(position.segment).utf8)
    writer.key("offset")
    writer.integer(position.offset)
    writer.key("sequence")
    writer.raw(String(position.sequence).utf8)
    writer.key("rejected")
    writer.integer(rejected)
    if let deliveredAt {
      writer.key("delivered_at")
      writer.string(deliveredAt.rfc3339)
    }
    if let failure {
      writer.key("failure")
      writer.string(failure)
    }
    writer.endObject()
    do { try FileBytes.replace(Self.path(name, paths), with: writer.bytes + [0x0a], mode: 0o600) } catch {
      throw SinkError("\(error)")
    }
  }

  private static func number(_ value: JSONValue?) -> UInt64? { value?.intValue.flatMap { UInt64(exactly: $0) } }
}
