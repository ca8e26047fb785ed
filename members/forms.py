"""Forms a member meets."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """allauth's log-in form in our words; staying signed in is for those who say the phone is their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remember"].label = "这是我自己的手机或电脑，下次不用再登录"
        self.fields["login"].label = "用户名"
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].label = "密码"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
