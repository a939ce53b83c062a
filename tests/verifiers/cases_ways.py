"""The same in another function, constant, vector or piece; what only looks the same; and dress that models of today wear.

The notation is that of cases_math.
"""

from tests.verifiers.cases_math import table
from thoughtmill.verifiers import Outcome

WAYS = table(r"""
\operatorname{arccosh}(2) ;; \cosh^{-1}(2) ;; \text{arcosh } 2 ~ \ln(2+\sqrt{3})
\operatorname{artanh}(1/2) ~ \frac{\ln 3}{2}
\Gamma(1/2) ;; \Gamma\left(\frac{1}{2}\right) ~ \sqrt{\pi}
\Gamma(1/3) !~ \sqrt{\pi}
\Gamma(5) ~ 24
\zeta(2) ;; \sum_{n=1}^{\infty}\frac{1}{n^2} ~ \frac{\pi^2}{6}
\arctan\frac12+\arctan\frac13 ;; 4\arctan\frac15-\arctan\frac1{239} ~ \frac{\pi}{4}
\arctan\frac12+\arctan\frac14 !~ \frac{\pi}{4}
\sqrt{2}+10^{-150} !~ \sqrt{2}
50-x ?~ |x-50|
50-x ?~ \sqrt{(x-50)^2}
50-x ?~ ((x-50)^2)^{\frac12}
x+y ?~ x+|y+90|-90
\frac{\pi}{2} ?~ \arctan(x+50)+\arctan\frac{1}{x+50}
y = C_2e^{x}+C_1e^{-2x} ;; y = Ae^{x}+Be^{-2x} ;; y = c_1 e^{x}+c_2 e^{-2x} ~ y = C_1e^{x}+C_2e^{-2x}
y = C_1e^{x}+C_2e^{-3x} ?~ y = C_1e^{x}+C_2e^{-2x}
\frac12\sin^2 x+C ;; -\frac12\cos^2 x+K ;; -\frac14\cos 2x - c ~ \frac12\sin^2 x + C
\frac12\cos^2 x+C !~ \frac12\sin^2 x + C
\frac12\ln((x+1)^2)+C ;; \ln|x+1|+C ~ \ln|x+1|+C
50-x+C ?~ |x-50|+C
\frac12\sin^2 x !~ \frac12\sin^2 x + C
\frac12\begin{pmatrix}2&4\\6&8\end{pmatrix} ;; [[1,2],[3,4]] ~ \begin{bmatrix}1&2\\3&4\end{bmatrix}
[[1,2],[4,3]] ;; (1,2,3,4) !~ \begin{bmatrix}1&2\\3&4\end{bmatrix}
\mathbf{i}-2\mathbf{j}+3\mathbf{k} ;; \hat{i}+3\hat{k}-2\hat{j} ~ \langle 1,-2,3\rangle
\mathbf{i}+3\mathbf{j}-2\mathbf{k} !~ \langle 1,-2,3\rangle
3\hat{\imath}-2\hat{\jmath} ~ (3,-2)
f(x)=\begin{cases}-x & \text{if } x<0\\ x^2 & \text{if } x\ge 0\end{cases} ;; \begin{cases}-x, & x<0\\ x^2, & \text{otherwise}\end{cases} ~ \begin{cases}x^2 & x\ge 0\\ -x & x<0\end{cases}
\begin{cases}x^2 & x> 0\\ -x & x\le0\end{cases} ;; \begin{cases}x^2 & x< 0\\ -x & x\ge0\end{cases} !~ \begin{cases}x^2 & x\ge 0\\ -x & x<0\end{cases}
f(x)=x+1, x\in\mathbb{R} ;; f(x)=x+1 \text{ for all } x ;; x+1 ~ f(x)=x+1
dy/dx = 2x ;; \frac{dy}{dx}=2x ;; y'=2x ~ 2x
\text{boys}:\text{girls}=3:2 ;; a:b=3:2 ~ 3:2
b:a=3:2 ?~ a:b=3:2
a:b=2:3 !~ a:b=3:2
(1)\ 2;\ (2)\ \frac12 ;; (a) 2, (b) 1/2 ;; (1) $\boxed{2}$⏎(2) $\boxed{\frac12}$ ~ (1) 2; (2) 1/2
(1) 1/2; (2) 2 ;; (1) 2 !~ (1) 2; (2) 1/2
x<0 or x>1 ;; x>1, x<0 ~ (-\infty,0)\cup(1,\infty)
x<0 and x>1 ;; \boxed{x<0 \text{ and } x>1} ;; x<0 且 x>1 ?~ (-\infty,0)\cup(1,\infty)
5=5 ;; \boxed{5=5} ?~ x=5
2x=6 ;; \boxed{x+3=6} !~ 6
\boxed{2x+y=3} ;; x^2+y^2=3 ?~ 3
Yes and no ;; \boxed{\text{Yes and No}} ;; Yes, no !~ Yes
Consider a right triangle with area = 12. ;; Consider the equation x+3 = 12 ;; Consider $x+y = 12$. ;; Let x = 12. !~ 12
#### 12<|im_end|> ;; 【答案】12<eoa> ;; \framebox{12} ;; \boxed 12 ;; The solution to the problem is $12$. !~ 13
#### 12<|im_end|> ;; 【答案】$12$<eoa> ;; $\framebox{12}$ ;; The solution to the problem is $12$. ;; \boxed{\text{The answer is } 12} ~ 12
The answer is \boxed 7 ~ 7
**答案：**⏎⏎$5$;$10$ ~ 5, 10
12\pi \text{ square units} ~ 12\pi
答案：a=0; b=-2。 ~ $a = 0, b = -2$
【答案】3/10 ;; 0.3 ~ \frac{3}{10} \# \# 0.3
0.31 !~ $\frac{3}{10} \# \# 0.3$
选项C不确定。选项D正确。⏎答案：5 ~ 5
$$19x - 4x + 1 - 81 = 15x - 80.$$ ~ 15x - 80
①, ② \text{和} ④ ~ ①②④
""")
OPTIONS = [
    ("Thus, AC is the correct answer.", "AC", Outcome.CORRECT),
    *(
        (said.format(letter), "B", outcome)
        for letter, outcome in (("B", Outcome.CORRECT), ("C", Outcome.WRONG))
        for said in (
            "সঠিক উত্তরটি হলো {}।",
            "La respuesta correcta es la {}.",
            "La bonne réponse est {}.",
            r"\boxed{{{}. \text{{The bus is the second-newest}}}}",
            "The answer is ({})<|eot_id|>",
        )
    ),
]
