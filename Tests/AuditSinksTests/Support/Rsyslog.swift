import Glibc
import TestKit

/// A real rsyslog with a configuration of its own, listening on loopback.
final class Rsyslog {
  static let path = "/usr/sbin/rsyslogd"
  static var isInstalled: Bool { access(path, X_OK) == 0 }

  let port: Int
  private let directory: TemporaryDirectory
  private let isSecured: Bool
  private var pid: pid_t = 0

  var messages: String { directory.file("messages") }

  /// - Parameter isSecured: Whether it speaks TLS and wants certificates, with the files of `MutualTLSFiles` in the
  ///   directory.
  init(in directory: TemporaryDirectory, isSecured: Bool = false) throws {
    self.directory = directory
    self.isSecured = isSecured
    port = try Self.freePort()
  }

  deinit { stop() }

  func start() throws {
    try directory.write(configuration, to: "rsyslog.conf")
    let words: [String] = [
      Self.path, "-n", "-f", directory.file("rsyslog.conf"), "-i", directory.file("rsyslog.pid"),
    ]
    var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in argv { free(argument) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor: Int32 in [1, 2] {
      posix_spawn_file_actions_addopen(&actions, descriptor, directory.file("rsyslog.log"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
    }
    // Threads of a test block signals, and a child would go on blocking them.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    guard posix_spawn(&pid, Self.path, &actions, &attributes, &argv, environ) == 0 else { throw Failure() }
  }

  func stop() {
    guard pid > 0 else { return }
    kill(pid, SIGTERM)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    pid = 0
  }

  struct Failure: Error {}

  /// The message as it came, and what rsyslog understood of it.
  private var configuration: String {
    let tls = """
      global(
        defaultNetstreamDriverCAFile="\(directory.file("bundle.pem"))"
        defaultNetstreamDriverCertFile="\(directory.file("server.pem"))"
        defaultNetstreamDriverKeyFile="\(directory.file("server.key"))")
      module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")

      """
    return """
      global(workDirectory="\(directory.path)" maxMessageSize="1m" parser.escapeControlCharactersOnReceive="off")
      \(isSecured ? tls : "module(load=\"imtcp\")\n")
      template(name="understood" type="string"
        string="%app-name%|%msgid%|%syslogseverity-text%|%hostname%|%timereported:::date-rfc3339%|%structured-data%|%msg%\\n")
      input(type="imtcp" address="127.0.0.1" port="\(port)")
      action(type="omfile" file="\(messages)" template="understood")

      """
  }

  /// A port that was free a moment ago.
  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bare in
        bind(descriptor, bare, length) == 0 && getsockname(descriptor, bare, &length) == 0
      }
    }
    guard result else { throw Failure() }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
