import Testing

@testable import Audit

@Suite("Signed notes") struct SignedNoteTests {
  // The example of Go's golang.org/x/mod/sumdb/note.
  private static let secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  private static let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  private static let text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  private static let signed =
    text + "\n\u{2014} PeterNeumann "
    + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

  @Test func notesOfOthersAreVerifiedAndOursAreTheirs() throws {
    let key = try #require(NoteKey(Self.key))
    #expect(key.description == Self.key)
    let note = try #require(SignedNote.read(Self.signed)[0])
    #expect(note.text == Self.text && note.encoded == Self.signed)
    #expect(key.verifies(note))
    let signer = try #require(NoteSigner(Self.secret))
    #expect(signer.publicKey == key && signer.secret == Self.secret)
    let own = SignedNote(text: Self.text, signatures: [try signer.signature(of: Self.text)])
    #expect(key.verifies(own) && SignedNote.read(own.encoded) == [own])
  }

  @Test func aChangedByteIsNoticedWhereverItStands() throws {
    let key = try #require(NoteKey(Self.key))
    let bytes = Array(Self.signed.utf8)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      let notes = SignedNote.read(String(decoding: changed, as: UTF8.self))
      #expect(!notes.contains { note in note.map { $0.text == Self.text && key.verifies($0) } ?? false }
        || changed[index] == 0x3c || index == bytes.count - 1 || Self.isPadding(index, bytes), "byte \(index)")
    }
  }

  /// The last digit before the padding of base 64 holds bits that count for nothing.
  private static func isPadding(_ index: Int, _ bytes: [UInt8]) -> Bool { index >= bytes.count - 4 }

  @Test func whatHasNotTheFormIsRefused() {
    for text in ["", "\n", "a\n", "a\n\n", "a\n\nb\n", "a\n\n\u{2014} x\n", "a\n\n\u{2014} x AAAA\n", "\n\u{2014} x AAAAAAAA\n"] {
      #expect(SignedNote.read(text).contains(nil), "\(text)")
    }
    for text in ["", "a", "a+b+c", "+c74f20a3+\(Self.key)", Self.key + "A", Self.key.replacing("c74f20a3", with: "c74f20a4")] {
      #expect(NoteKey(text) == nil, "\(text)")
    }
  }

  @Test func checkpointsAreReadAsTheyAreWritten() throws {
    let checkpoint = Checkpoint(origin: "a.example/log", size: 12, root: .genesis)
    #expect(Checkpoint(text: checkpoint.text) == checkpoint)
    #expect(Checkpoint(text: checkpoint.text + "extension\n") == checkpoint)
    for text in [
      "", "a\n1\n\(checkpoint.rootText)", "a\n01\n\(checkpoint.rootText)\n", "a\n-1\n\(checkpoint.rootText)\n",
      "a\n1\nAAAA\n", "\n1\n\(checkpoint.rootText)\n", checkpoint.text + "\n", "a\n18446744073709551615\n\(checkpoint.rootText)\n",
    ] {
      #expect(Checkpoint(text: text) == nil, "\(text)")
    }
  }
}
