/// The files in an archive: zip (and jar, whl, docx), tar, gzip, and tar in gzip. Archives in archives are opened to a
/// bounded depth. What is encrypted, damaged or larger than the bounds is named, not passed over in silence.
public struct ArchiveReader {
  /// Archives within archives.
  private static let depthMax = 3
  /// Bytes of one member and of all members of one archive, unpacked.
  static let memberBytesMax = 64 << 20
  static let bytesMax = 512 << 20
  static let membersMax = 100_000

  private(set) var texts: [SourceText] = []
  /// Members that could not be read, and why.
  private(set) var unread: [String] = []
  private var bytesLeft = Self.bytesMax

  /// What a file holds.
  public static func contents(of path: String, _ bytes: [UInt8]) -> (texts: [SourceText], unread: [String])? {
    guard kind(of: bytes) != nil else { return nil }
    var reader = ArchiveReader()
    reader.open(path, bytes, depth: 0)
    return (reader.texts, reader.unread)
  }

  private enum Kind { case zip, gzip, tar }

  private static func kind(of bytes: [UInt8]) -> Kind? {
    if bytes.starts(with: [0x50, 0x4b, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4b, 0x05, 0x06]) { return .zip }
    if bytes.starts(with: [0x1f, 0x8b, 0x08]) { return .gzip }
    if bytes.count >= 512, bytes[257..<262].elementsEqual("ustar".utf8) { return .tar }
    return nil
  }

  private mutating func open(_ path: String, _ bytes: [UInt8], depth: Int) {
    guard let kind = Self.kind(of: bytes) else { return texts.append(SourceText(path: path, bytes: bytes)) }
    guard depth < Self.depthMax else { return unread.append("\(path): more than \(Self.depthMax) archives within each other") }
    switch kind {
    case .zip:
      guard let members = ZipDirectory.members(of: bytes) else { return unread.append("\(path): damaged archive") }
      for member in members.prefix(Self.membersMax) {
        guard let content = member.content(in: bytes, bytesMax: min(Self.memberBytesMax, bytesLeft)) else {
          unread.append("\(path)!\(member.name): encrypted, damaged, of another method, or too large")
          continue
        }
        take("\(path)!\(member.name)", content, depth)
      }
    case .gzip:
      guard let content = Compressed.bytes(in: bytes, bytesMax: min(Self.bytesMax, bytesLeft)) else {
        return unread.append("\(path): damaged or too large")
      }
      take(path, content, depth)
    case .tar:
      for member in TarArchive.members(of: bytes).prefix(Self.membersMax) {
        take("\(path)!\(member.name)", Array(bytes[member.range]), depth)
      }
    }
  }

  private mutating func take(_ path: String, _ bytes: [UInt8], _ depth: Int) {
    guard bytes.count <= bytesLeft else { return unread.append("\(path): more than \(Self.bytesMax) bytes in one archive") }
    bytesLeft -= bytes.count
    open(path, bytes, depth: depth + 1)
  }
}
