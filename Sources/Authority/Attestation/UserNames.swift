import Glibc

/// Numbers of users and groups by name, as this machine knows them. Blocks.
enum UserNames {
  private static let roomBytes = 16 * 1024

  static func user(_ name: String) -> UInt32? {
    var room = [CChar](repeating: 0, count: roomBytes)
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    // SAFETY: the buffer and the structure outlive the call; only a number is taken out of them.
    let status = unsafe getpwnam_r(name, &entry, &room, room.count, &found)
    let isFound = unsafe found != nil
    return status == 0 && isFound ? unsafe entry.pw_uid : nil
  }

  static func group(_ name: String) -> UInt32? {
    var room = [CChar](repeating: 0, count: roomBytes)
    var entry = unsafe Glibc.group()
    var found: UnsafeMutablePointer<Glibc.group>?
    // SAFETY: as above.
    let status = unsafe getgrnam_r(name, &entry, &room, room.count, &found)
    let isFound = unsafe found != nil
    return status == 0 && isFound ? unsafe entry.gr_gid : nil
  }
}
