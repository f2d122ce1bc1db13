import Authority
import Testing

@Suite("Selectors")
struct SelectorTests {
  @Test(arguments: [
    ("unix:uid:1000", Selector.Kind.userID, "1000"), ("unix:path:/usr/bin/a:b", .path, "/usr/bin/a:b"),
    ("unix:sha256:00ff", .digest, "00ff"), ("unix:user:alice", .user, "alice"), ("unix:gid:0", .groupID, "0"),
    ("unix:group:staff", .group, "staff"),
  ])
  func ofTheKernelAreRead(text: String, kind: Selector.Kind, value: String) {
    #expect(Selector(text)?.kind == kind && Selector(text)?.value == value)
  }

  @Test(arguments: ["k8s:sa:a", "unix:uid", "unix:uid:", "unix:shoe:9", "uid:1000", ""])
  func othersAreNot(text: String) { #expect(Selector(text) == nil) }

  @Test(arguments: [
    ("docker:label:spiffe-id:my-agent", true), ("k8s:ns:tools", true), ("unix:uid:1", true), ("unix:shoe:9", false),
    ("nothing", false), (":a", false), ("a:", false),
  ])
  func formIsChecked(text: String, isWellFormed: Bool) { #expect(Selector.isWellFormed(text) == isWellFormed) }
}
