import Basics

/// How commands find the control plane of a running gateway: two files of the state directory.
public struct ControlFiles: Sendable {
  /// Holds the token, mode 0600.
  let token: String
  /// Holds `host:port` as it was bound; removed at the end.
  let address: String

  static let addressBytesMax = 512

  /// - Parameter directory: The state directory; it need not be there.
  public init(in directory: String) {
    token = "\(directory)/\(ControlToken.fileName)"
    address = "\(directory)/control.address"
  }

  /// Writes both. Blocks on the disk.
  func publish(_ token: ControlToken, host: String, port: Int) throws(FileError) {
    try FileBytes.replace(self.token, with: token.exposedBytes(), mode: 0o600)
    try FileBytes.replace(address, with: Array("\(host):\(port)".utf8), mode: 0o600)
  }

  /// Nobody listens any more.
  func withdraw() { try? FileBytes.replace(address, with: [], mode: 0o600) }

  /// What a gateway has published; nil if there is none.
  func published() throws(FileError) -> (token: ControlToken, host: String, port: Int)? {
    do throws(FileError) {
      let text = String(decoding: try FileBytes.read(address, bytesMax: Self.addressBytesMax), as: UTF8.self)
      guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")), let port = Int(text[text.index(after: colon)...])
      else { return nil }
      let token = String(decoding: try FileBytes.read(token, bytesMax: ControlToken.bytesMax), as: UTF8.self)
      return (ControlToken(token), String(text[..<colon]), port)
    } catch where error.isNotFound {
      return nil
    }
  }
}
