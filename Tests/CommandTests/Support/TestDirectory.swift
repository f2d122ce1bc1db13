import Glibc

enum TestDirectory {
  static func make(_ path: String, mode: mode_t = 0o755) throws {
    guard mkdir(path, mode) == 0 else { throw Agw.Failure(what: "make \(path)", code: errno) }
  }
}
