"""What media refuses, each a sentence for the person it happens to."""


class MediaError(Exception):
    """Base of everything media refuses; `status` is what a script is answered with."""

    status = 400


class TooBig(MediaError):
    """A file beyond the limit."""

    status = 413

    def __init__(self, name: str, limit_mb: int) -> None:
        super().__init__(f"“{name}”超过 {limit_mb} MB，请压缩到 {limit_mb} MB 以内再上传。")


class BadUpload(MediaError):
    """A name or a size that cannot be."""

    def __init__(self) -> None:
        super().__init__("没有收到文件名或文件大小，请重新选择文件。")


class WrongPlace(MediaError):
    """A piece that does not begin where the last one ended; the sender asks where to go on."""

    status = 409

    def __init__(self, received: int) -> None:
        super().__init__(f"这一段接不上，服务器已收到 {received} 字节，请从那里继续。")


class Incomplete(MediaError):
    """An upload used before its last byte came."""

    status = 409

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”还没有传完，请等进度到 100% 再提交。")


class TooManyUploads(MediaError):
    """More files under way than anybody needs."""

    status = 429

    def __init__(self) -> None:
        super().__init__("您有太多没传完的文件，请先传完或明天再试。")
