import CLinux
import Glibc
import NIOCore

/// The process at the other end of a Unix socket, as the kernel names it.
///
/// The kernel's descriptor of the process (SO_PEERPIDFD) is held for as long as the connection: a number can be
/// given to another process once the first is gone, the descriptor cannot. What is read below `/proc` counts only if
/// the process is still there afterwards.
///
/// - Source: unix(7), pidfd_open(2).
public final class CallerProcess: Sendable {
  /// The number of the process, for `/proc` and for logs.
  public let processID: Int32
  /// The user and group with which it connected.
  public let userID: UInt32
  public let groupID: UInt32
  private let descriptor: Int32

  private init(_ credentials: clinux_credentials, descriptor: Int32) {
    processID = credentials.process
    userID = credentials.user
    groupID = credentials.group
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Asks the kernel who opened `channel`, a connection that a Unix socket accepted. The future fails where the
  /// kernel cannot say: before Linux 6.5, or on another kind of socket.
  static func of(_ channel: any Channel) -> EventLoopFuture<CallerProcess> {
    guard let options = channel as? any SocketOptionProvider else {
      return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
    }
    // The types are those of the kernel: a structure of three integers, and an int for the descriptor.
    let credentials: EventLoopFuture<Credentials> = options.unsafeGetSocketOption(
      level: .socket, name: NIOBSDSocket.Option(rawValue: clinux_peer_credentials))
    let process: EventLoopFuture<Int32> = options.unsafeGetSocketOption(
      level: .socket, name: NIOBSDSocket.Option(rawValue: clinux_peer_process))
    return process.flatMap { descriptor in
      credentials.map { CallerProcess($0.value, descriptor: descriptor) }
    }
  }

  /// Whether it has not ended since it connected.
  public var isThere: Bool { clinux_process_is_there(descriptor) == 1 }

  /// The path of its executable, as this machine's kernel shows it to us; nil if the process is gone or not ours to
  /// look at.
  public var executablePath: String? {
    var room = [CChar](repeating: 0, count: Int(PATH_MAX))
    // SAFETY: the path is a C string for the length of the call, and the buffer is the array's own.
    let count = unsafe readlink(link, &room, room.count)
    guard count > 0, count < room.count, isThere else { return nil }
    return String(validating: room[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The file of its executable, open for reading, also where its path names another file by now. nil if the process
  /// is gone or not ours to look at.
  public func withExecutable<Value>(_ body: (Int32) -> Value?) -> Value? {
    let file = unsafe open(link, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let value = body(file)
    return isThere ? value : nil
  }

  private var link: String { "/proc/\(processID)/exe" }
}

/// The kernel's structure, which is plain numbers.
private struct Credentials: @unchecked Sendable {
  // SAFETY: three integers.
  let value: clinux_credentials
}
